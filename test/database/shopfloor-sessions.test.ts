import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DatabaseUnavailable } from '#platform/database/errors.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;

beforeAll(async () => {
  site = await createShopfloorSite();
});
afterAll(() => site[Symbol.asyncDispose]());

const present = async (machineId: string, person: SitePerson) =>
  site.domain.presenter.present({
    machineId,
    ...person.badge,
    via: 'reader',
    place: 'Test reader',
  });

/** Moves a machine's sessions into the past, as if the person had taken a walk. */
const later = (machineId: string, interval = '1 minute') =>
  site.db.admin.query(
    `update shopfloor.machine_sessions set start_time = start_time - $2::interval,
       end_time = end_time - $2::interval, last_activity = last_activity - $2::interval
     where machine_id = $1`,
    [machineId, interval],
  );

const sessionsOf = (machineId: string) =>
  site.value<number>(
    'select count(*)::int from shopfloor.machine_sessions where machine_id = $1',
    machineId,
  );

const lastLog = (machineId: string, column: string) =>
  site.value<string>(
    `select ${column} from shopfloor.machine_logs where machine_id = $1 order by id desc limit 1`,
    machineId,
  );

describe('a badge at a machine', () => {
  it('starts a session, and presented again ends it by its user', async () => {
    const [kim, machineId] = [await site.person(), await site.machine()];
    expect(await present(machineId, kim)).toMatchObject({ kind: 'started', userId: kim.userId });
    expect(
      await site.value(
        'select ended_by from shopfloor.machine_sessions where machine_id = $1',
        machineId,
      ),
    ).toBeNull();
    await later(machineId);
    expect(await present(machineId, kim)).toMatchObject({ kind: 'ended' });
    expect(
      await site.value(
        'select ended_by from shopfloor.machine_sessions where machine_id = $1',
        machineId,
      ),
    ).toBe('user');
    expect(await lastLog(machineId, 'event_type')).toBe('session-ended');
  });

  it('does not end what it has just started while it wobbles on the reader', async () => {
    const [kim, machineId] = [await site.person(), await site.machine()];
    await present(machineId, kim);
    expect(await present(machineId, kim)).toMatchObject({ kind: 'repeated', of: 'started' });
    await later(machineId);
    await present(machineId, kim);
    expect(await present(machineId, kim)).toMatchObject({ kind: 'repeated', of: 'ended' });
    expect(await sessionsOf(machineId)).toBe(1);
  });

  it('lets exactly one of twenty people who come at once start the machine', async () => {
    const machineId = await site.machine();
    const people: SitePerson[] = [];
    while (people.length < 20) people.push(await site.person());
    const outcomes = await Promise.all(people.map((person) => present(machineId, person)));
    const kinds = outcomes.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'started')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(19);
    const winner = outcomes.find(({ kind }) => kind === 'started');
    for (const outcome of outcomes) {
      if (outcome.kind !== 'refused') continue;
      expect(outcome.refusal).toMatchObject({
        reason: 'machine-busy',
        session: { id: winner && 'sessionId' in winner ? winner.sessionId : '' },
      });
    }
    expect(await sessionsOf(machineId)).toBe(1);
  });

  it('makes the machine wait for a check after use where that is set', async () => {
    const [kim, machineId] = [await site.person(), await site.machine({ checkAfterUse: true })];
    await present(machineId, kim);
    await later(machineId);
    await present(machineId, kim);
    await later(machineId);
    expect(await present(machineId, kim)).toMatchObject({
      refusal: { reason: 'machine-to-check' },
    });
  });

  it('refuses a badge nobody knows without making a session', async () => {
    const machineId = await site.machine();
    const stranger = { technology: 'em4100', hex: '0011223344' } as const;
    const outcome = await site.domain.presenter.present({
      machineId,
      ...stranger,
      via: 'reader',
      place: 'Test reader',
    });
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { reason: 'badge-unknown' } });
    expect(await lastLog(machineId, 'reason')).toBe('badge-unknown');
    expect(await lastLog(machineId, 'event_data::text')).not.toContain('0011223344');
  });

  it.each([
    ['badge-blocked', { badgeStatus: 'blocked' }, {}],
    ['badge-lost', { badgeStatus: 'lost' }, {}],
    ['user-inactive', { status: 'inactive' }, {}],
    ['not-trained', { level: 'view' }, {}],
    ['not-trained', { level: null }, {}],
    ['machine-inactive', {}, { active: false }],
    ['machine-to-check', {}, { condition: 'to-check' }],
    ['machine-blocked', {}, { condition: 'blocked' }],
  ] as const)('refuses with %s, records it and makes no session', async (reason, who, what) => {
    const [person, machineId] = [await site.person(who), await site.machine(what)];
    expect(await present(machineId, person)).toMatchObject({
      kind: 'refused',
      refusal: { reason },
    });
    expect(await lastLog(machineId, 'reason')).toBe(reason);
    expect(await sessionsOf(machineId)).toBe(0);
    const events = await site.value<number>(
      'select count(*)::int from identity.security_events where user_id = $1 and not success',
      person.userId,
    );
    expect(events).toBe(1);
  });

  it('refuses while the node of the machine is lost', async () => {
    const nodeId = await site.node(null, undefined, 'offline');
    const [kim, machineId] = [await site.person(), await site.machine({ nodeId })];
    expect(await present(machineId, kim)).toMatchObject({ refusal: { reason: 'node-offline' } });
  });

  it('refuses while an emergency stop stands in the zone', async () => {
    const zoneId = await site.value<string>(
      `insert into shopfloor.zones (name, area_id) values ('Press', $1) returning id`,
      site.areaId,
    );
    const [kim, machineId] = [await site.person(), await site.machine({ zoneId })];
    await site.db.admin.query('insert into shopfloor.estop_events (zone_id) values ($1)', [zoneId]);
    expect(await present(machineId, kim)).toMatchObject({ refusal: { reason: 'estop-active' } });
  });

  it('lets only holders of all areas run a machine that stands nowhere', async () => {
    const machineId = await site.machine({ zoneId: null });
    const [local, roaming] = [await site.person(), await site.person({ everywhere: true })];
    expect(await present(machineId, local)).toMatchObject({ refusal: { reason: 'not-trained' } });
    expect(await present(machineId, roaming)).toMatchObject({ kind: 'started' });
  });

  it('answers a repeated report of a node and does not act upon it again', async () => {
    const nodeKey = await site.node(null);
    const [kim, machineId] = [
      await site.person(),
      await site.machine({ nodeId: nodeKey, port: 2 }),
    ];
    const report = {
      event: { nodeKey, boot: 'b1', seq: 7 },
      port: 2,
      ...kim.badge,
      place: 'Node',
    };
    const [one, other] = await Promise.all([
      site.domain.presenter.presentAtNode(report),
      site.domain.presenter.presentAtNode(report),
    ]);
    expect(one).toMatchObject({ kind: 'started', machineId });
    expect(other).toEqual(one);
    await later(machineId);
    expect(await site.domain.presenter.presentAtNode(report)).toEqual(one);
    expect(await sessionsOf(machineId)).toBe(1);
  });
});

/** Kills the connection of `act` while it waits for the machine, and answers what became of it. */
async function cutOffAt(machineId: string, act: () => Promise<unknown>): Promise<unknown> {
  const { admin } = site.db;
  await admin.query('begin');
  await admin.query('select from shopfloor.machines where id = $1 for update', [machineId]);
  const outcome = act().catch((error: unknown) => error);
  await vi.waitFor(async () => {
    await admin.query('select pg_stat_clear_snapshot()');
    const killed = await site.value<boolean>(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(killed).toBe(true);
  });
  const answer = await outcome;
  await admin.query('rollback');
  return answer;
}

describe('a badge while the database fails', () => {
  it('is refused as a whole: nothing of the decision is kept, and the next one works', async () => {
    const [kim, machineId] = [await site.person(), await site.machine()];
    const answer = await cutOffAt(machineId, () => present(machineId, kim));
    expect(answer).toBeInstanceOf(DatabaseUnavailable);
    expect(await sessionsOf(machineId)).toBe(0);
    expect(await lastLog(machineId, 'event_type')).toBeNull();
    expect(await present(machineId, kim)).toMatchObject({ kind: 'started' });
  });

  it('leaves no trace of a report of a node, so that its repetition is decided anew', async () => {
    const nodeKey = await site.node(null);
    const [kim, machineId] = [await site.person(), await site.machine({ nodeId: nodeKey })];
    const event = { nodeKey, boot: 'b', seq: 1 };
    const show = () =>
      site.domain.presenter.presentAtNode({ event, port: 0, ...kim.badge, place: 'Node' });
    expect(await cutOffAt(machineId, show)).toBeInstanceOf(DatabaseUnavailable);
    expect(await show()).toMatchObject({ kind: 'started' });
  });
});
