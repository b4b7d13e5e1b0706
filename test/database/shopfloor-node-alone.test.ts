import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OfflineEntry } from '#domains/shopfloor/nodes/node-entries.service.ts';
import { takenAway } from '#domains/shopfloor/nodes/node-rights.service.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

const MINUTE = 60_000;
let site: ShopfloorSite;
let kim: SitePerson;
let lee: SitePerson;
let manager: SitePerson;
let node: { readonly id: string; readonly node_id: string; readonly name: string };
let machineId: string;

beforeAll(async () => {
  site = await createShopfloorSite();
  kim = await site.person();
  lee = await site.person();
  manager = await site.person({ level: 'manage' });
});
afterAll(() => site[Symbol.asyncDispose]());

beforeEach(async () => {
  const code = `N-${crypto.randomUUID().slice(0, 8)}`;
  node = { id: await site.node(null, code), node_id: code, name: code };
  machineId = await site.machine({ nodeId: node.id, port: 3 });
});

/** Lines of one run, numbered from 1. */
function journal(boot = 'run-a') {
  let n = 0;
  return (
    what: OfflineEntry['what'],
    minutesAgo: number | null,
    who: SitePerson | null = null,
    reason: string | null = null,
  ): OfflineEntry => {
    n += 1;
    return {
      boot,
      n,
      ageMs: minutesAgo === null ? null : minutesAgo * MINUTE,
      what,
      port: 3,
      uid: who?.badge.hex ?? null,
      tech: who?.badge.technology ?? null,
      reason,
    };
  };
}

async function takeAll(lines: readonly OfflineEntry[]) {
  const taken = [];
  for (const line of lines) taken.push(await site.domain.entries.take(node, line, false));
  return taken;
}

const sessions = async () => {
  const { rows } = await consoleOf(site, manager).sessions.list({ machineId });
  return rows.toReversed();
};
const outcomes = async () => {
  const { rows } = await site.db.admin.query<{ outcome: string }>(
    'select outcome from shopfloor.node_entries where node_id = $1 order by id',
    [node.id],
  );
  return rows.map(({ outcome }) => outcome);
};
const minutesAgo = (at: string | null) => (Date.now() - Date.parse(at ?? '')) / MINUTE;
const settle = (reset = 'software', uptime = 5) =>
  site.domain.entries.settle(node, { reset, uptime });
const openAlarms = async () => {
  const { rows } = await site.db.admin.query<{ alarm_type: string }>(
    'select alarm_type from alarms.alarms where source_id = $1 and not is_resolved',
    [machineId],
  );
  return rows.map(({ alarm_type }) => alarm_type);
};

const keyOf = (salt: string, hex: string) =>
  createHmac('sha256', Buffer.from(salt, 'hex'))
    .update(Buffer.from(hex, 'hex'))
    .digest('hex')
    .slice(0, 16);

/** Lets Kim run the machine since `began` ago, at a node that was lost ten minutes ago. */
async function running(began: string) {
  await consoleOf(site, kim).sessions.start({ machineId });
  await site.db.admin.query(
    `update shopfloor.machine_sessions set release_state = 'released', unconfirmed = true,
       start_time = now() - $2::interval, last_activity = now() - $2::interval
     where machine_id = $1`,
    [machineId, began],
  );
  await site.db.admin.query(
    `update shopfloor.nodes set away_since = now() - interval '10 minutes' where id = $1`,
    [node.id],
  );
}

describe('what a node did alone', () => {
  it('becomes sessions with the times at which they began and ended', async () => {
    const line = journal();
    const lines = [
      line('started', 50, kim),
      line('activity', 45),
      line('ended', 30, kim),
      line('started', 20, lee),
    ];
    expect(await takeAll(lines)).toMatchObject([
      { upTo: 1 },
      { upTo: 2 },
      { upTo: 3 },
      { upTo: 4 },
    ]);
    const [first, second] = await sessions();
    expect(first).toMatchObject({
      person: { userId: kim.userId },
      startedVia: 'node',
      startedOffline: true,
      startInferred: false,
      endedBy: 'user',
      endInferred: true,
      activityCount: 1,
    });
    expect(minutesAgo(first?.startTime ?? null)).toBeCloseTo(50, 0);
    expect(minutesAgo(first?.endTime ?? null)).toBeCloseTo(30, 0);
    expect(second).toMatchObject({ person: { userId: lee.userId }, active: true });
    const { rows } = await consoleOf(site, manager).logs.list({ machineId });
    const started = rows.find(
      ({ sessionId, eventType }) => sessionId === first?.id && eventType === 'session-started',
    );
    expect(minutesAgo(started?.timestamp ?? null)).toBeCloseTo(50, 0);
  });

  it('is taken once and in its order, however often and in whichever order it comes', async () => {
    const line = journal();
    const [one, two, three] = [
      line('started', 9, kim),
      line('ended', 6, kim),
      line('refused', 3, lee),
    ];
    await takeAll([one]);
    expect(await takeAll([three])).toEqual([{ kind: 'gap', expected: 2 }]);
    expect(await takeAll([one, two, two, three, one])).toEqual([
      { kind: 'kept', upTo: 1, isNew: false },
      { kind: 'kept', upTo: 2, isNew: true },
      { kind: 'kept', upTo: 2, isNew: false },
      { kind: 'kept', upTo: 3, isNew: true },
      { kind: 'kept', upTo: 3, isNew: false },
    ]);
    expect(await sessions()).toHaveLength(1);
    expect(await outcomes()).toEqual(['started', 'ended', 'kept']);
  });

  it('may leave a gap where the node has nothing older any more', async () => {
    const line = journal();
    await takeAll([line('started', 9, kim)]);
    line('ended', 6, kim);
    const later = line('started', 3, kim);
    expect(await site.domain.entries.take(node, later, true)).toMatchObject({ upTo: 3 });
  });

  it('ends a session that the console thought was going on, when it really ended', async () => {
    await consoleOf(site, kim).sessions.start({ machineId });
    await site.db.admin.query(
      `update shopfloor.machine_sessions set release_state = 'released', unconfirmed = true,
         start_time = now() - interval '2 hours', last_activity = now() - interval '1 hour'
       where machine_id = $1`,
      [machineId],
    );
    await takeAll([journal()('ended', 40, kim)]);
    const [session] = await sessions();
    expect(session).toMatchObject({ endedBy: 'user', endInferred: true, unconfirmed: false });
    expect(minutesAgo(session?.endTime ?? null)).toBeCloseTo(40, 0);
  });

  it('corrects the end of a session that timed out on paper while the node knew better', async () => {
    await consoleOf(site, kim).sessions.start({ machineId });
    await site.db.admin.query(
      `update shopfloor.machine_sessions set start_time = now() - interval '2 hours',
         last_activity = now() - interval '2 hours', active = false, ended_by = 'timeout', end_time = now()
       where machine_id = $1`,
      [machineId],
    );
    await takeAll([journal()('ended', 90, kim)]);
    const [session] = await sessions();
    expect(session).toMatchObject({ endedBy: 'timeout', endInferred: true });
    expect(minutesAgo(session?.endTime ?? null)).toBeCloseTo(90, 0);
    expect(await outcomes()).toEqual(['corrected']);
  });

  it('says of unknown times that they were worked out', async () => {
    await site.db.admin.query(
      `update shopfloor.nodes set away_since = now() - interval '25 minutes' where id = $1`,
      [node.id],
    );
    await takeAll([journal()('started', null, kim)]);
    const [session] = await sessions();
    expect(session).toMatchObject({ startInferred: true });
    expect(minutesAgo(session?.startTime ?? null)).toBeCloseTo(25, 0);
  });

  it('keeps refusals as security events, without the number of the badge', async () => {
    const stranger = { ...kim, badge: { technology: 'em4100', hex: '00AA11BB22' } } as const;
    await takeAll([journal()('refused', 5, stranger, 'unknown-badge')]);
    const { rows } = await consoleOf(site, manager).logs.list({ machineId });
    expect(rows[0]).toMatchObject({ eventType: 'session-refused', reason: 'badge-unknown' });
    expect(JSON.stringify(rows)).not.toContain('00AA11BB22');
  });
});

const alarmed = () =>
  site.value<number>(
    `select count(*)::int from alarms.alarms where alarm_type = 'estop_tripped' and source_id = $1
       and not is_resolved and not auto_resolved`,
    node.id,
  );
const stops = () =>
  site.value<number>(
    `select count(*)::int from shopfloor.estop_events where node_id = $1 and event_type = 'emergency_stop'`,
    node.id,
  );
const openStops = () =>
  site.value<number>(
    `select count(*)::int from shopfloor.standing_stops where node_id = $1 and reset_at is null`,
    node.id,
  );

describe('an emergency stop that a node tells of later', () => {
  // The nodes of this file share a zone, in which nothing starts while a stop stands.
  afterEach(() =>
    site.db.admin.query(
      `with reset as (
         insert into shopfloor.estop_events (node_id, zone_id, event_type)
         select node_id, zone_id, 'reset' from shopfloor.standing_stops where reset_at is null)
       update shopfloor.estop_events set acknowledged_by = $1, acknowledged_at = now()
       where event_type = 'emergency_stop' and acknowledged_at is null`,
      [manager.userId],
    ),
  );

  it('keeps who was there then, is alarmed while it stands, and is over with its reset', async () => {
    const line = journal();
    const begun = [line('started', 90, lee), line('ended', 35, lee), line('started', 32, kim)];
    await takeAll([...begun, line('ended', 30, null, 'estop'), line('estop', 30)]);
    const { rows } = await site.db.admin.query(
      `select there.user_id, there.presence from shopfloor.estop_presences as there
       join shopfloor.estop_events as stop on stop.id = there.event_id
       where stop.node_id = $1 order by there.presence desc`,
      [node.id],
    );
    expect(rows).toEqual([
      { user_id: kim.userId, presence: 'running' },
      { user_id: lee.userId, presence: 'recent' },
    ]);
    expect(await alarmed()).toBe(1);
    const since = await site.value<string>(
      'select since::text from shopfloor.standing_stops where node_id = $1',
      node.id,
    );
    expect(minutesAgo(since)).toBeCloseTo(30, 0);
    await takeAll([line('estop-reset', 20)]);
    expect([await alarmed(), await openStops()]).toEqual([0, 0]);
  });

  it('ends the session that the console thought was going on, at that moment', async () => {
    await running('30 minutes');
    await takeAll([journal()('estop', 12)]);
    const [session] = await sessions();
    expect(session).toMatchObject({ active: false, endedBy: 'estop', endInferred: true });
    expect(minutesAgo(session?.endTime ?? null)).toBeCloseTo(12, 0);
    expect(await alarmed()).toBe(1);
  });

  it('is not told twice, and a reset of before does not reset a stop that stands now', async () => {
    const line = journal();
    const then = [line('estop', 40), line('estop-reset', 35)];
    await takeAll([...then, ...then]);
    await takeAll([line('estop', 10)]);
    expect([await stops(), await openStops(), await alarmed()]).toEqual([2, 1, 1]);
    await takeAll([journal('run-b')('estop-reset', 35)]);
    expect([await openStops(), await alarmed()]).toEqual([1, 1]);
  });
});

describe('somebody whose right was taken away while the node was alone', () => {
  it('raises an alarm and a security event, and is stopped once the log is in', async () => {
    const lost = await site.person();
    await site.db.admin.query(`update identity.badges set status = 'lost' where id = $1`, [
      lost.badgeId,
    ]);
    await takeAll([journal()('started', 10, lost)]);
    expect((await sessions())[0]).toMatchObject({ active: true, startedOffline: true });
    expect(await openAlarms()).toEqual(['revoked_start']);
    const event = await site.value<string>(
      `select details->>'reason' from identity.security_events
       where user_id = $1 and event_type = 'machine-started-without-right'`,
      lost.userId,
    );
    expect(event).toBe('badge-lost');
    await settle();
    expect((await sessions())[0]).toMatchObject({ active: false, endedBy: 'admin' });
  });
});

describe('a session at a node that returns', () => {
  it('stays where the node was only out of reach, or its chip alone started anew', async () => {
    await running('30 minutes');
    await settle('power-on', 3600);
    await settle('watchdog', 5);
    expect((await sessions())[0]).toMatchObject({ active: true });
  });

  it('is over since the node was last heard where it had no power: nothing starts by itself', async () => {
    await running('30 minutes');
    await settle('power-on', 5);
    const [session] = await sessions();
    expect(session).toMatchObject({ active: false, endedBy: 'timeout', endInferred: true });
    expect(minutesAgo(session?.endTime ?? null)).toBeCloseTo(10, 0);
  });
});

describe('the rights cache of a node', () => {
  it('holds who may start what, by keyed hashes of either byte order', async () => {
    const { salt, entries } = await site.domain.rights.current(node.id);
    const reversed = (kim.badge.hex.match(/../gu) ?? []).toReversed().join('');
    for (const hex of [kim.badge.hex, reversed]) {
      expect(entries).toContainEqual({ k: keyOf(salt, hex), p: 1 << 3, m: 60 });
    }
    expect(JSON.stringify(entries).toUpperCase()).not.toContain(kim.badge.hex);
    const stored = await site.value<string>(
      `select string_agg(node_keys, ' ') from identity.badges`,
    );
    expect(stored).not.toContain(keyOf(salt, kim.badge.hex));
  });

  it('has a new version when and only when somebody gains or loses something', async () => {
    const before = await site.domain.rights.current(node.id);
    expect((await site.domain.rights.current(node.id)).version).toBe(before.version);
    const park = await site.person();
    const more = await site.domain.rights.current(node.id);
    expect(more.version).toBe(before.version + 1);
    expect(takenAway(before.entries, more.entries)).toEqual([]);
    await site.db.admin.query('delete from identity.user_scopes where user_id = $1', [park.userId]);
    const less = await site.domain.rights.current(node.id);
    expect(less.version).toBe(more.version + 1);
    expect(takenAway(more.entries, less.entries)).toContain(keyOf(less.salt, park.badge.hex));
  });

  it.each([
    ['a lost badge', `update identity.badges set status = 'lost' where id = $1`, 'badgeId'],
    ['a closed account', `update identity.users set status = 'inactive' where id = $1`, 'userId'],
  ] as const)('leaves out %s', async (_what, change, key) => {
    const person = await site.person();
    const { salt, entries } = await site.domain.rights.current(node.id);
    const k = keyOf(salt, person.badge.hex);
    expect(entries.map((entry) => entry.k)).toContain(k);
    await site.db.admin.query(change, [person[key]]);
    const { entries: after } = await site.domain.rights.current(node.id);
    expect(after.map((entry) => entry.k)).not.toContain(k);
  });

  it('leaves out machines that nobody may start', async () => {
    await site.db.admin.query(`update shopfloor.machines set condition = 'blocked' where id = $1`, [
      machineId,
    ]);
    expect((await site.domain.rights.current(node.id)).entries).toEqual([]);
  });

  it('gets badges of before there were caches when they are next shown', async () => {
    const old = await site.person();
    await site.db.admin.query('update identity.badges set node_keys = null where id = $1', [
      old.badgeId,
    ]);
    const { salt, entries } = await site.domain.rights.current(node.id);
    const k = keyOf(salt, old.badge.hex);
    expect(entries.map((entry) => entry.k)).not.toContain(k);
    const free = await site.machine();
    await site.domain.presenter.present({
      machineId: free,
      ...old.badge,
      via: 'reader',
      place: 'R',
    });
    const { entries: after } = await site.domain.rights.current(node.id);
    expect(after.map((entry) => entry.k)).toContain(k);
  });
});
