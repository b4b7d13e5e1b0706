import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { createShopfloorSite, type ShopfloorSite } from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;

beforeAll(async () => {
  site = await createShopfloorSite();
});
afterAll(() => site[Symbol.asyncDispose]());

function monitor(name: string): Monitor {
  const found = site.domain.monitors.find((one) => one.name === name);
  if (!found) throw new Error(`There is no monitor ${name}.`);
  return found;
}

/** Moves every stamp of the past; the database's own clock cannot be set. */
async function shift(minutes: number): Promise<void> {
  for (const statement of [
    `update shopfloor.machine_sessions set start_time = start_time - $1::interval,
       last_activity = last_activity - $1::interval,
       release_requested_at = release_requested_at - $1::interval,
       lock_requested_at = lock_requested_at - $1::interval`,
    'update shopfloor.nodes set last_seen = last_seen - $1::interval',
    'update shopfloor.node_events set received_at = received_at - $1::interval',
  ]) {
    await site.db.admin.query(statement, [`${minutes} minutes`]);
  }
}

/** Runs a monitor as if it were this many minutes later, on a station whose clock is wrong. */
async function runIn(name: string, minutes: number): Promise<void> {
  await shift(minutes);
  await monitor(name).run({
    fenced: (work) => site.db.database.asSystem(name, work),
    now: new Date('2031-01-01T00:00:00Z'),
    signal: new AbortController().signal,
  });
  await shift(-minutes);
}

const session = (machineId: string, column: string) =>
  site.value(`select ${column} from shopfloor.machine_sessions where machine_id = $1`, machineId);

async function startOn(machineId: string) {
  const person = await site.person();
  await site.domain.presenter.present({ machineId, ...person.badge, via: 'reader', place: 'R' });
  return person;
}

const openAlarm = (sourceId: string) =>
  site.value(
    'select alarm_type from alarms.alarms where source_id = $1 and not is_resolved',
    sourceId,
  );

describe('shopfloor.session-timeout', () => {
  const name = 'shopfloor.session-timeout';

  it('leaves a session alone, then warns once, then ends it by time-out', async () => {
    const machineId = await site.machine({ timeoutMinutes: 30, warningMinutes: 5 });
    await startOn(machineId);
    await runIn(name, 24);
    expect(await session(machineId, 'timeout_warning_sent')).toBe(false);
    await runIn(name, 26);
    await runIn(name, 27);
    expect(await session(machineId, 'timeout_warning_sent')).toBe(true);
    const warnings = await site.value(
      `select count(*)::int from shopfloor.machine_logs where machine_id = $1 and event_type = 'session-warned'`,
      machineId,
    );
    expect(warnings).toBe(1);
    await runIn(name, 31);
    expect(await session(machineId, 'ended_by')).toBe('timeout');
    expect(await session(machineId, 'active')).toBe(false);
  });

  it('does not warn where the machine says so, and still ends', async () => {
    const machineId = await site.machine({ timeoutMinutes: 10, warningMinutes: 0 });
    await startOn(machineId);
    await runIn(name, 9.99);
    expect(await session(machineId, 'timeout_warning_sent')).toBe(false);
    await runIn(name, 10.1);
    expect(await session(machineId, 'ended_by')).toBe('timeout');
  });
});

describe('shopfloor.node-link', () => {
  const name = 'shopfloor.node-link';

  it('takes a silent node for lost, marks its sessions, and clears the alarm on return', async () => {
    const nodeKey = await site.node('tcp://127.0.0.1:9');
    const machineId = await site.machine({ nodeId: nodeKey });
    await startOn(machineId);
    await runIn(name, 0);
    expect(await openAlarm(nodeKey)).toBeNull();
    await runIn(name, 1);
    expect(await site.value('select status from shopfloor.nodes where id = $1', nodeKey)).toBe(
      'offline',
    );
    expect(await session(machineId, 'unconfirmed')).toBe(true);
    expect(await session(machineId, 'active')).toBe(true);
    expect(await openAlarm(nodeKey)).toBe('node_offline');
    await site.db.admin.query(
      `update shopfloor.nodes set status = 'online', last_seen = now() where id = $1`,
      [nodeKey],
    );
    await runIn(name, 0);
    expect(await openAlarm(nodeKey)).toBeNull();
  });

  it('raises nothing for a node that is being updated', async () => {
    const nodeKey = await site.node('tcp://127.0.0.1:8');
    await site.db.admin.query(`update shopfloor.nodes set status = 'updating' where id = $1`, [
      nodeKey,
    ]);
    await runIn(name, 10);
    expect(await openAlarm(nodeKey)).toBeNull();
  });
});

describe('shopfloor.unanswered-commands', () => {
  it('ends a session whose machine nobody released, and says so by an alarm', async () => {
    const machineId = await site.machine({ nodeId: await site.node(null) });
    await startOn(machineId);
    await runIn('shopfloor.unanswered-commands', 0);
    expect(await session(machineId, 'active')).toBe(true);
    await runIn('shopfloor.unanswered-commands', 1);
    expect(await session(machineId, 'release_state')).toBe('failed');
    expect(await session(machineId, 'ended_by')).toBe('timeout');
    expect(await openAlarm(machineId)).toBe('node_no_answer');
  });
});

describe('shopfloor.node-event-retention', () => {
  it('forgets reports after days and not before', async () => {
    const nodeKey = await site.node(null);
    await site.db.admin.query(
      `insert into shopfloor.node_events (node_id, boot_id, seq, outcome) values ($1, 'b', 1, '{}')`,
      [nodeKey],
    );
    const events = () =>
      site.value('select count(*)::int from shopfloor.node_events where node_id = $1', nodeKey);
    await runIn('shopfloor.node-event-retention', 60);
    expect(await events()).toBe(1);
    await runIn('shopfloor.node-event-retention', 4 * 24 * 60);
    expect(await events()).toBe(0);
  });
});
