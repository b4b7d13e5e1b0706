import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SyncEventType, SyncTargetFields } from '#contract/shopfloor/sync.ts';
import { syncEventTypes } from '#contract/shopfloor/sync.ts';
import { consoleOf, shopfloorPermissions } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';
import {
  accept,
  answering,
  startReceiver,
  type SyncReceiver,
} from '#test/support/sync-receiver.ts';

let site: ShopfloorSite;
let admin: SitePerson;
let receiver: SyncReceiver;

beforeAll(async () => {
  site = await createShopfloorSite();
  admin = await site.person({ level: 'admin', everywhere: true, permissions });
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  await site.db.admin.query('update shopfloor.sync_targets set active = false');
  receiver = await startReceiver();
  return () => receiver[Symbol.asyncDispose]();
});

const permissions = [...shopfloorPermissions, 'token:manage', 'alarm:acknowledge'] as const;
const desk = () => consoleOf(site, admin, permissions, 'fresh');

/** An application that is told of these events, with the receiver behind it. */
async function application(over: Partial<SyncTargetFields> = {}, behind = receiver) {
  const { target, secret } = await desk().sync.targets.create({
    targetApp: `app-${crypto.randomUUID().slice(0, 8)}`,
    url: behind.url,
    eventTypes: [...syncEventTypes],
    allowPrivate: true,
    ...over,
  });
  behind.trust(secret);
  return { ...target, secret };
}

async function run(name: string): Promise<void> {
  const monitor = site.domain.monitors.find((one) => one.name === name);
  if (!monitor) throw new Error(`There is no monitor ${name}.`);
  await monitor.run({
    fenced: (work) => site.db.database.asSystem(name, work),
    now: new Date(),
    signal: new AbortController().signal,
  });
}

/** Delivers as if it were this many minutes later; the database's own clock cannot be set. */
async function deliverIn(minutes = 0): Promise<void> {
  const shift = `update shopfloor.sync_events set next_attempt_at = next_attempt_at - $1::interval where status = 'pending'`;
  await site.db.admin.query(shift, [`${minutes} minutes`]);
  await run('shopfloor.sync-delivery');
}

async function useMachine(machineId: string, person: SitePerson): Promise<void> {
  await site.domain.presenter.present({ machineId, ...person.badge, via: 'reader', place: 'R' });
}

const told = (type: SyncEventType) =>
  receiver.received.find(({ event }) => event.type === type)?.event;
const types = () => receiver.received.map(({ event }) => event.type);
const stateOf = (targetId: string) =>
  site.value<string>(
    `select string_agg(status || ' ' || retry_count, ', ' order by id) from shopfloor.sync_events where target_id = $1`,
    targetId,
  );

describe('an application', () => {
  it('is told of a session in order, signed, and never of a badge number', async () => {
    await application();
    const person = await site.person();
    const machineId = await site.machine();
    await useMachine(machineId, person);
    const { sessions } = consoleOf(site, person);
    const id = await site.value<string>(
      'select id from shopfloor.machine_sessions where machine_id = $1',
      machineId,
    );
    await sessions.end({ sessionId: id ?? '' });
    await deliverIn();
    expect(types()).toEqual(['machine.changed', 'session.started', 'session.ended']);
    const [, started, ended] = receiver.received;
    expect(receiver.received.every(({ genuine }) => genuine)).toBe(true);
    expect(started?.event).toMatchObject({
      version: 1,
      source: 'signalbox',
      resource: { type: 'machine', id: machineId },
      area: { id: site.areaId, code: 'H1' },
      zone: { id: site.zoneId },
      data: { sessionId: id, via: 'reader', person: { id: person.userId }, endedBy: null },
    });
    expect(started?.headers['idempotency-key']).toBe(started?.event.id);
    expect(ended?.event.data).toMatchObject({ endedBy: 'user', person: { id: person.userId } });
    expect(receiver.received.map(({ body }) => body).join()).not.toContain(person.badge.hex);
  });

  it('is told of refusals, conditions, nodes, stops and structure', async () => {
    await application();
    const node = await site.node(null, undefined, 'offline');
    const machineId = await site.machine({ nodeId: node });
    await useMachine(machineId, await site.person({ level: null }));
    const { machines, areas } = desk();
    const machine = await machines.get({ id: machineId });
    const note = 'belt torn';
    await machines.setCondition({
      id: machineId,
      version: machine.version,
      condition: 'blocked',
      note,
    });
    await site.db.admin.query(
      `update shopfloor.nodes set status = 'online', last_seen = now() where id = $1`,
      [node],
    );
    await site.db.admin.query(
      `insert into shopfloor.estop_events (node_id, zone_id) values ($1, $2)`,
      [node, site.zoneId],
    );
    const [stop] = await desk().estops.standing();
    await desk().estops.acknowledge({ id: stop?.id ?? '' });
    await areas.create({ name: 'Annex', code: 'AX' });
    await deliverIn();
    expect(new Set(types())).toEqual(
      new Set<SyncEventType>([
        'node.changed',
        'machine.changed',
        'session.refused',
        'machine.condition',
        'node.status',
        'estop.tripped',
        'estop.acknowledged',
        'area.changed',
      ]),
    );
    expect(told('session.refused')?.data).toMatchObject({ reason: 'not-trained', sessionId: null });
    expect(told('machine.condition')?.data).toMatchObject({
      condition: 'blocked',
      previous: 'ok',
      note,
    });
    expect(told('node.status')?.data).toMatchObject({ status: 'online', previous: 'offline' });
    await site.db.admin.query(
      `insert into shopfloor.estop_events (node_id, zone_id, event_type) values ($1, $2, 'reset')`,
      [node, site.zoneId],
    );
  });

  it('is told only what it asked for, of its areas', async () => {
    const elsewhere = await site.value<string>(
      `insert into shopfloor.areas (name, code) values ('Hall 2', 'H2') returning id`,
    );
    const { id } = await application({
      eventTypes: ['session.started'],
      areaIds: [elsewhere ?? ''],
    });
    await useMachine(await site.machine(), await site.person());
    expect(await stateOf(id)).toBeNull();
  });

  it('makes no event for what was rolled back, and none while nobody is told', async () => {
    const { id } = await application();
    await site.db.admin.query('begin');
    await site.machine();
    await site.db.admin.query('rollback');
    expect(await stateOf(id)).toBeNull();
    await site.db.admin.query('update shopfloor.sync_targets set active = false');
    await useMachine(await site.machine(), await site.person());
    expect(await stateOf(id)).toBeNull();
  });
});

describe('a delivery', () => {
  it('that is refused is tried five times more, later each time, and then raises the alarm', async () => {
    const { id, targetApp } = await application({ eventTypes: ['session.refused'] });
    receiver.answer(answering(503, 'down for maintenance'));
    await useMachine(await site.machine(), await site.person({ level: null }));
    await deliverIn();
    await deliverIn();
    expect([receiver.received.length, await stateOf(id)]).toEqual([1, 'pending 1']);
    for (const minutes of [1, 2, 6, 40]) await deliverIn(minutes);
    expect(await stateOf(id)).toBe('pending 5');
    await run('shopfloor.sync-watch');
    const alarm = () =>
      site.value<boolean>(
        `select is_resolved from alarms.alarms where source_id = $1 and alarm_type = 'sync_failed'`,
        id,
      );
    expect(await alarm()).toBeNull();
    await deliverIn(150);
    expect([receiver.received.length, await stateOf(id)]).toEqual([6, 'failed 5']);
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(1);
    await run('shopfloor.sync-watch');
    expect(await alarm()).toBe(false);

    const { events } = desk().sync;
    const { rows } = await events.list({ targetId: id, status: 'failed' });
    const whole = await events.get({ id: rows[0]?.id ?? '' });
    expect(whole.attempts).toHaveLength(6);
    expect(whole.attempts[0]).toMatchObject({ httpStatus: 503, answer: 'down for maintenance' });
    receiver.answer(accept);
    expect(await events.retry({ targetId: id })).toEqual({ count: 1 });
    await deliverIn();
    expect(await stateOf(id)).toBe('processed 0');
    await run('shopfloor.sync-watch');
    const cleared = `select auto_resolved from alarms.alarms where source_id = $1 and alarm_type = 'sync_failed'`;
    expect(await site.value(cleared, id)).toBe(true);
    const audit = await site.value<string>(
      `select details ->> 'targetId' from identity.audit_logs where action = 'sync-event.retry'`,
    );
    expect([audit, targetApp]).toEqual([id, whole.targetApp]);
  });

  it('that nobody wants any more is discarded, with the reason in the audit trail', async () => {
    const { id } = await application({ eventTypes: ['session.refused'] });
    await useMachine(await site.machine(), await site.person({ level: null }));
    await site.db.admin.query(
      `update shopfloor.sync_events set status = 'failed' where target_id = $1`,
      [id],
    );
    const { events } = desk().sync;
    const { rows } = await events.list({ targetId: id });
    const ids = rows.map((row) => row.id);
    expect(await events.discard({ ids, reason: 'the application is gone' })).toEqual({ count: 1 });
    expect(await events.discard({ ids, reason: 'the application is gone' })).toEqual({ count: 0 });
    expect((await events.list({ targetId: id, status: 'failed' })).rows).toEqual([]);
    expect((await events.list({ targetId: id, status: 'discarded' })).rows).toHaveLength(1);
    expect(
      await site.value(
        `select change_reason from identity.audit_logs where action = 'sync-event.discard'`,
      ),
    ).toBe('the application is gone');
  });

  it('of a later event waits for an earlier one of the same machine, and for no other', async () => {
    await application({ eventTypes: ['session.started', 'session.ended'] });
    const [stuck, free] = [await site.machine(), await site.machine()];
    const [one, other] = [await site.person(), await site.person()];
    receiver.answer((response, received) =>
      (received.event.resource?.id === stuck ? answering(500) : accept)(response, received),
    );
    for (const [machineId, person] of [
      [stuck, one],
      [free, other],
    ] as const) {
      await useMachine(machineId, person);
      const id = await site.value<string>(
        'select id from shopfloor.machine_sessions where machine_id = $1',
        machineId,
      );
      await consoleOf(site, person).sessions.end({ sessionId: id ?? '' });
    }
    await deliverIn();
    const of = (id: string) =>
      receiver.received
        .filter(({ event }) => event.resource?.id === id)
        .map(({ event }) => event.type);
    expect(of(free)).toEqual(['session.started', 'session.ended']);
    expect(of(stuck)).toEqual(['session.started']);
    receiver.answer(accept);
    await deliverIn(1);
    expect(of(stuck)).toEqual(['session.started', 'session.started', 'session.ended']);
  });

  it('to a slow application delays no other', async () => {
    await using slow = await startReceiver();
    slow.answer(() => undefined);
    const { id: slowId } = await application({ eventTypes: ['session.started'] }, slow);
    const { id } = await application({ eventTypes: ['session.started'] });
    for (let count = 0; count < 3; count += 1) {
      await useMachine(await site.machine(), await site.person());
      await deliverIn();
    }
    expect(await stateOf(id)).toBe('processed 0, processed 0, processed 0');
    expect(await stateOf(slowId)).toMatch(/^pending 0/);
  });

  it('never leaves for where nothing may be posted to, and follows no redirect', async () => {
    const outcomeOf = async (over: Partial<SyncTargetFields>) => {
      const { id } = await application(over);
      return desk().sync.targets.test({ id });
    };
    expect(await outcomeOf({})).toMatchObject({ httpStatus: 200, answer: 'ok', error: null });
    const refused = { httpStatus: null, error: 'The address lies where nothing may be posted to.' };
    const https = receiver.url.replace('http:', 'https:');
    expect(await outcomeOf({ allowPrivate: false, url: https })).toMatchObject(refused);
    const byName = https.replace('127.0.0.1', 'localhost');
    expect(await outcomeOf({ allowPrivate: false, url: byName })).toMatchObject(refused);
    expect(await outcomeOf({ url: 'http://169.254.169.254/latest' })).toMatchObject(refused);
    receiver.answer((response) => void response.writeHead(302, { Location: receiver.url }).end());
    expect(await outcomeOf({})).toMatchObject({
      httpStatus: 302,
      error: 'Answered 302: redirects are not followed.',
    });
    expect(receiver.received).toHaveLength(2);
    await expect(application({ allowPrivate: false })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(application({ url: 'https://me:pw@example.com/' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('is signed with the new key once it was renewed, and the key is nowhere in clear', async () => {
    const { id, version, secret } = await application();
    const renewed = await desk().sync.targets.renewSecret({ id, version });
    await desk().sync.targets.test({ id });
    receiver.trust(renewed.secret);
    await desk().sync.targets.test({ id });
    expect(receiver.received.map(({ genuine }) => genuine)).toEqual([false, true]);
    const kept = await site.value<string>(
      'select secret from shopfloor.sync_targets where id = $1',
      id,
    );
    expect(kept).toMatch(/^v1\./);
    for (const key of [secret, renewed.secret]) {
      expect(
        await site.value(
          `select count(*)::int from identity.audit_logs where canonical like '%' || $1 || '%'`,
          key,
        ),
      ).toBe(0);
    }
  });
});

describe('the outbox', () => {
  it('is seen and managed by holders of token:manage alone', async () => {
    await application();
    await useMachine(await site.machine(), await site.person());
    const other = await site.person({
      level: 'admin',
      everywhere: true,
      permissions: shopfloorPermissions,
    });
    const seen = await site.db.database.asUser(other, async (tx) => [
      await tx.selectFrom('shopfloor.sync_events').select('id').execute(),
      await tx.selectFrom('shopfloor.sync_targets').select('id').execute(),
    ]);
    expect(seen).toEqual([[], []]);
    await expect(consoleOf(site, other).sync.events.counts({})).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
