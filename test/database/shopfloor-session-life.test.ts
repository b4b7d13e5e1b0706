import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
let kim: SitePerson;
let lee: SitePerson;
let manager: SitePerson;

beforeAll(async () => {
  site = await createShopfloorSite();
  [kim, lee, manager] = [
    await site.person(),
    await site.person(),
    await site.person({ level: 'manage' }),
  ];
});
afterAll(() => site[Symbol.asyncDispose]());

const present = (machineId: string, person: SitePerson) =>
  site.domain.presenter.present({ machineId, ...person.badge, via: 'reader', place: 'Reader' });

/** Moves what happened at a machine into the past. */
const later = (machineId: string, interval: string) =>
  site.db.admin.query(
    `update shopfloor.machine_sessions set start_time = start_time - $2::interval,
       end_time = end_time - $2::interval, last_activity = last_activity - $2::interval,
       extended_until = extended_until - $2::interval, extended_at = extended_at - $2::interval
     where machine_id = $1`,
    [machineId, interval],
  );

const look = () =>
  site.domain.monitors
    .find(({ name }) => name === 'shopfloor.session-timeout')
    ?.run({
      fenced: (work) => site.db.database.asSystem('test', work),
      now: new Date(),
      signal: new AbortController().signal,
    });

const events = async (machineId: string) => {
  const { rows } = await consoleOf(site, manager).logs.list({ machineId });
  return rows.map(({ eventType }) => eventType).toReversed();
};

describe('a session that ends soon', () => {
  it('is lengthened at the console, warns anew, and ends only after the minutes it was given', async () => {
    const machineId = await site.machine();
    const own = consoleOf(site, kim, undefined, 'badge');
    const { id } = await own.sessions.start({ machineId });
    await later(machineId, '56 minutes');
    await look();
    const longer = await own.sessions.extend({ sessionId: id });
    expect(longer).toMatchObject({ extensions: 1, timeoutWarningSent: false });
    await later(machineId, '10 minutes');
    await look();
    const [still] = (await consoleOf(site, manager).sessions.list({ machineId })).rows;
    expect(still).toMatchObject({ active: true, timeoutWarningSent: false });
    await later(machineId, '10 minutes');
    await look();
    const [over] = (await consoleOf(site, manager).sessions.list({ machineId })).rows;
    expect(over).toMatchObject({ endedBy: 'timeout' });
    expect(await events(machineId)).toEqual([
      'session-started',
      'session-warned',
      'session-extended',
      'session-ended',
    ]);
  });

  it('is lengthened by the badge after the warning where the machine is set so', async () => {
    const machineId = await site.machine({ extendByBadge: true });
    await present(machineId, kim);
    await later(machineId, '56 minutes');
    await look();
    expect(await present(machineId, kim)).toMatchObject({ kind: 'extended' });
    // The badge still lies on the reader.
    expect(await present(machineId, kim)).toMatchObject({ kind: 'repeated', of: 'extended' });
    await later(machineId, '1 minute');
    expect(await present(machineId, kim)).toMatchObject({ kind: 'ended' });
  });
});

describe('a machine that somebody left', () => {
  it('may be taken over by a badge after the idle minutes, and both sessions say why', async () => {
    const machineId = await site.machine({ takeOver: 'idle', checkAfterUse: true });
    await present(machineId, kim);
    expect(await present(machineId, lee)).toMatchObject({
      refusal: { reason: 'machine-busy', session: { takeOverFrom: expect.any(String) } },
    });
    await later(machineId, '11 minutes');
    expect(await present(machineId, lee)).toMatchObject({ kind: 'started', userId: lee.userId });
    const { rows } = await consoleOf(site, manager).sessions.list({ machineId });
    expect(rows).toMatchObject([
      { person: { userId: lee.userId }, active: true, tookOver: { id: rows[1]?.id } },
      { person: { userId: kim.userId }, endedBy: 'admin', takenOverBy: { id: rows[0]?.id } },
    ]);
    expect(await events(machineId)).toContain('session-taken-over');
    const machine = await consoleOf(site, manager).machines.get({ id: machineId });
    expect(machine.condition).toBe('ok');
  });

  it('may be taken over at once by who manages the area, if proven by more than a badge', async () => {
    const machineId = await site.machine({ takeOver: 'manager' });
    await present(machineId, kim);
    const byBadge = consoleOf(site, manager, undefined, 'badge');
    await expect(byBadge.sessions.takeOver({ machineId })).rejects.toMatchObject({
      code: 'NO_TAKE_OVER',
      data: { from: null },
    });
    const note = 'Needed for an urgent order';
    await consoleOf(site, manager).sessions.takeOver({ machineId, note });
    const { rows } = await consoleOf(site, manager).sessions.list({ machineId });
    expect(rows[1]).toMatchObject({ endedBy: 'admin', notes: note });
    const audited = await site.value(
      `select change_reason from identity.audit_logs where target_id = $1`,
      rows[1]?.id,
    );
    expect(audited).toBe(note);
  });

  it('is left to who runs it where nobody may take it over', async () => {
    const machineId = await site.machine();
    await present(machineId, kim);
    await later(machineId, '50 minutes');
    await expect(consoleOf(site, manager).sessions.takeOver({ machineId })).rejects.toMatchObject({
      code: 'NO_TAKE_OVER',
    });
    expect(await present(machineId, lee)).toMatchObject({ kind: 'refused' });
  });
});

describe('a machine after use', () => {
  it('is freed by somebody trained who looked at it, and the log says who and what was seen', async () => {
    const machineId = await site.machine({ condition: 'to-check' });
    const own = consoleOf(site, kim, undefined, 'badge');
    const machine = await own.machines.confirmCheck({ id: machineId, fit: true, note: 'Swept' });
    expect(machine).toMatchObject({ condition: 'ok', conditionNote: 'Swept' });
    await expect(own.machines.confirmCheck({ id: machineId, fit: true })).rejects.toMatchObject({
      code: 'CHECK_NOT_DUE',
    });
    expect(await events(machineId)).toEqual(['check-confirmed']);
    expect(await present(machineId, lee)).toMatchObject({ kind: 'started' });
  });

  it('is blocked by somebody trained who found something wrong', async () => {
    const machineId = await site.machine();
    const own = consoleOf(site, kim, undefined, 'badge');
    await own.machines.reportProblem({ id: machineId, note: 'The guard is loose' });
    expect(await present(machineId, lee)).toMatchObject({
      refusal: { reason: 'machine-blocked', note: 'The guard is loose' },
    });
    expect(await events(machineId)).toEqual(['problem-reported', 'session-refused']);
  });

  it('is judged by nobody who may not run it', async () => {
    const machineId = await site.machine({ condition: 'to-check' });
    const viewer = await site.person({ level: 'view' });
    const console = consoleOf(site, viewer, undefined, 'badge');
    await expect(console.machines.confirmCheck({ id: machineId, fit: true })).rejects.toMatchObject(
      { code: 'FORBIDDEN' },
    );
    await expect(
      console.machines.reportProblem({ id: machineId, note: 'Nothing' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
