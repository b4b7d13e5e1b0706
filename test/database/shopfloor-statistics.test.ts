import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rollStep, useStatistics } from '#domains/shopfloor/reports/use-statistics.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
let people: readonly SitePerson[];

beforeAll(async () => {
  site = await createShopfloorSite();
  people = [await site.person(), await site.person()];
});
afterAll(() => site[Symbol.asyncDispose]());

const rollAll = async (zone = 'UTC'): Promise<void> => {
  let more = true;
  while (more) ({ more } = await site.db.database.asSystem('test', (tx) => rollStep(tx, zone)));
};

/** A past session, by where it lies after the one before. Minutes; the seconds make odd microseconds. */
interface Visit {
  readonly pauseMinutes: number;
  readonly lengthSeconds: number;
  readonly idleSeconds: number;
  readonly who: number;
}

const visit: fc.Arbitrary<Visit> = fc.record({
  pauseMinutes: fc.integer({ min: 0, max: 600 }),
  lengthSeconds: fc.double({ min: 0, max: 30_000, noNaN: true }),
  idleSeconds: fc.integer({ min: 0, max: 3000 }),
  who: fc.integer({ min: 0, max: 1 }),
});

/** Nights in which clocks change, and one in which nothing happens. */
const eves = ['2026-03-28', '2026-10-24', '2026-03-07', '2026-10-31', '2026-06-15'] as const;
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Seoul', 'Asia/Kolkata', 'UTC'] as const;

async function insertVisit(machineId: string, start: number, one: Visit): Promise<void> {
  await site.db.admin.query(
    `insert into shopfloor.machine_sessions
       (machine_id, area_id, user_id, started_via, start_time, last_activity, end_time, active, ended_by)
     select $1, $2, $3, 'node', at, greatest(at, ends - make_interval(secs => $6)), ends, false, 'user'
     from (select to_timestamp($4::float8) as at, to_timestamp($4::float8) + make_interval(secs => $5) as ends) as t`,
    [machineId, site.areaId, people[one.who]?.userId, start, one.lengthSeconds, one.idleSeconds],
  );
}

const everything = async () => {
  const { rows: hours } = await site.db.admin.query(
    'select * from shopfloor.machine_use_hours order by machine_id, hour, user_id, area_id',
  );
  const { rows: days } = await site.db.admin.query(
    'select * from shopfloor.machine_use_days order by machine_id, day, user_id, area_id',
  );
  const { rows: refusals } = await site.db.admin.query(
    'select * from shopfloor.refusal_hours order by machine_id, hour, user_id, reason',
  );
  return { hours, days, refusals };
};

async function fromScratch(zone: string) {
  await site.db.admin.query('update shopfloor.use_statistics set rolled_time_zone = null');
  await rollAll(zone);
  return everything();
}

/** The days as the sessions themselves give them, without hours between. */
const daysBySessions = (machineId: string, zone: string) =>
  site.db.admin.query<{ day: string; used: string }>(
    `select day::date::text as day,
       sum(extract(epoch from least(end_time, (day + interval '1 day')::timestamp at time zone $2)
         - greatest(start_time, day::timestamp at time zone $2)) * 1000000)::bigint::text as used
     from shopfloor.machine_sessions
     cross join lateral generate_series(
       (start_time at time zone $2)::date::timestamp, (end_time at time zone $2)::date::timestamp, interval '1 day') as day
     where machine_id = $1 and end_time > start_time and end_time > (day::timestamp at time zone $2)
     group by day order by day`,
    [machineId, zone],
  );

const daysRolled = (machineId: string) =>
  site.db.admin.query<{ day: string; used: string }>(
    `select day::text as day, sum(used_microseconds)::text as used
     from shopfloor.machine_use_days where machine_id = $1
     group by day having sum(used_microseconds) > 0 order by day`,
    [machineId],
  );

async function isSummedUp(
  visits: readonly Visit[],
  eve: string,
  zone: string,
  order: number,
): Promise<void> {
  await site.db.admin.query('update shopfloor.use_statistics set time_zone = $1', [zone]);
  const machineId = await site.machine();
  let at = Date.parse(`${eve}T15:00:00Z`) / 1000;
  const placed = visits.map((one) => {
    at += one.pauseMinutes * 60;
    const start = at;
    at += one.lengthSeconds + 0.01;
    return { start, one };
  });
  // What a node tells late comes in another order than it happened.
  const turned = [...placed.slice(order), ...placed.slice(0, order)];
  for (const { start, one } of turned) {
    await insertVisit(machineId, start, one);
    await rollAll(zone);
  }
  const whole = await site.value<string>(
    `select coalesce(sum(extract(epoch from end_time - start_time) * 1000000), 0)::bigint::text
     from shopfloor.machine_sessions where machine_id = $1`,
    machineId,
  );
  const hours = await site.value<string>(
    `select coalesce(sum(used_microseconds), 0)::text from shopfloor.machine_use_hours where machine_id = $1`,
    machineId,
  );
  expect(hours).toBe(whole);
  expect((await daysRolled(machineId)).rows).toEqual((await daysBySessions(machineId, zone)).rows);
  const rolled = await everything();
  expect(await fromScratch(zone)).toEqual(rolled);
  await site.db.admin.query('delete from shopfloor.machine_sessions where machine_id = $1', [
    machineId,
  ]);
}

describe('use summed up', () => {
  it('adds up to the sessions, in any zone and through changes of the clock, in whatever order they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(visit, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...eves),
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 4 }),
        isSummedUp,
      ),
      { numRuns: 15 },
    );
  });

  it('counts a session that was corrected or taken away as it is now', async () => {
    const machineId = await site.machine();
    const start = Date.parse('2026-06-20T08:50:00Z') / 1000;
    const whole = { pauseMinutes: 0, lengthSeconds: 3600, idleSeconds: 0, who: 0 };
    await insertVisit(machineId, start, whole);
    await rollAll();
    await site.db.admin.query(
      `update shopfloor.machine_sessions set end_time = end_time - interval '30 minutes',
         last_activity = start_time, ended_by = 'timeout' where machine_id = $1`,
      [machineId],
    );
    await rollAll();
    const sums = () =>
      site.db.admin.query(
        `select sum(used_microseconds)::bigint as used, sum(idle_microseconds)::bigint as idle,
           sum(started)::integer as started, sum(ended_user)::integer as by_user, sum(ended_timeout)::integer as by_timeout
         from shopfloor.machine_use_days where machine_id = $1`,
        [machineId],
      );
    expect((await sums()).rows).toEqual([
      { used: 1_800_000_000, idle: 1_800_000_000, started: 1, by_user: 0, by_timeout: 1 },
    ]);
    await site.db.admin.query('delete from shopfloor.machine_sessions where machine_id = $1', [
      machineId,
    ]);
    await rollAll();
    expect(
      await site.value(
        'select count(*)::int from shopfloor.machine_use_hours where machine_id = $1',
        machineId,
      ),
    ).toBe(0);
  });

  it('lets an active session grow, and counts it once', async () => {
    const machineId = await site.machine();
    const [person] = people;
    if (!person) throw new Error('Nobody is here.');
    await site.domain.presenter.present({
      machineId,
      ...person.badge,
      via: 'reader',
      place: 'R',
    });
    await site.db.admin.query(
      `update shopfloor.machine_sessions set start_time = now() - interval '100 minutes',
         last_activity = now() where machine_id = $1`,
      [machineId],
    );
    await rollAll();
    const used = () =>
      site.value<number>(
        `select sum(used_microseconds)::float8 / 60e6 from shopfloor.machine_use_days where machine_id = $1`,
        machineId,
      );
    const first = await used();
    expect(first).toBeGreaterThanOrEqual(100);
    await rollAll();
    expect(await used()).toBeGreaterThan(first ?? 0);
    expect(
      await site.value(
        'select sum(started)::int from shopfloor.machine_use_days where machine_id = $1',
        machineId,
      ),
    ).toBe(1);
  });

  it('keeps refusals, also after the log has forgotten them', async () => {
    const machineId = await site.machine();
    const stranger = await site.person({ level: null });
    await site.domain.presenter.present({
      machineId,
      ...stranger.badge,
      via: 'reader',
      place: 'R',
    });
    await site.db.admin.query(
      `update shopfloor.machine_logs set timestamp = now() - interval '2 days' where machine_id = $1`,
      [machineId],
    );
    await site.db.admin.query(
      `insert into shopfloor.stale_use (machine_id, from_time, until_time)
       values ($1, now() - interval '2 days', now())`,
      [machineId],
    );
    await rollAll();
    const refusals = () =>
      site.db.admin.query(
        `select reason, refusals, hour < now() - interval '1 day' as earlier
         from shopfloor.refusal_hours where machine_id = $1`,
        [machineId],
      );
    const kept = [{ reason: 'not-trained', refusals: 1, earlier: true }];
    expect((await refusals()).rows).toEqual(kept);
    await site.db.admin.query(
      `delete from shopfloor.machine_logs where timestamp < now() - interval '1 day'`,
    );
    await site.db.admin.query(
      `insert into shopfloor.stale_use (machine_id, from_time, until_time)
       values ($1, now() - interval '3 days', now())`,
      [machineId],
    );
    await rollAll();
    expect((await refusals()).rows).toEqual(kept);
  });

  it('is done by a monitor that takes the zone of its station where nobody chose one', async () => {
    await site.db.admin.query('update shopfloor.use_statistics set time_zone = null');
    await useStatistics.run({
      fenced: (work) => site.db.database.asSystem('test', work),
      now: new Date(),
      signal: new AbortController().signal,
    });
    expect(await site.value('select time_zone from shopfloor.use_statistics')).toBe(
      new Intl.DateTimeFormat().resolvedOptions().timeZone,
    );
    expect(await site.value('select count(*)::int from shopfloor.stale_use')).toBe(0);
  });
});
