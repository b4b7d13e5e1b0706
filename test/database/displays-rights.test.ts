import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAlarmRaiser } from '#domains/alarms/alarm-raiser.ts';
import {
  countListed,
  countSetAside,
  listedAlarms,
  standingFloods,
} from '#domains/alarms/alarms.queries.ts';
import { liveQueue } from '#domains/alarms/live-queue.ts';
import type { Changes } from '#platform/changes/changes.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import type { Viewer } from '#platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import { type DisplayScope, displayFor } from '#test/support/test-displays.ts';
import { personWith } from '#test/support/test-people.ts';

const [hall, yard] = [randomUUID(), randomUUID()];
let db: TestDatabase;
let office = '';
let everybody = '';

const source = (id: string, area: string | null) => ({ type: 'node', id, name: id, area });

/** An alarm of each area and one without, a shelving and a flood of each of two positions. */
async function fill(): Promise<void> {
  const areas = `insert into shopfloor.areas (id, code, name) values ($1, 'H', 'Hall'), ($2, 'Y', 'Yard')`;
  await db.admin.query(areas, [hall, yard]);
  const position = await db.admin.query<{ id: string }>(
    `insert into alarms.positions (name, area_ids) values ('Office', $1) returning id`,
    [[yard]],
  );
  office = position.rows[0]?.id ?? '';
  const usual = await db.admin.query<{ id: string }>(
    'select id from alarms.positions where is_default',
  );
  everybody = usual.rows[0]?.id ?? '';
  await createAlarmRaiser(db.database).raise([
    { alarmType: 'node_offline', source: source('in the hall', hall) },
    { alarmType: 'node_offline', source: source('in the yard', yard) },
    { alarmType: 'node_offline', source: source('nowhere', null) },
  ]);
  await db.admin.query(
    `insert into alarms.floods (position_id, started_at, alarm_count, peak_count, peak_at)
     select id, now(), 11, 11, now() from unnest($1::uuid[]) as wanted (id)`,
    [[office, everybody]],
  );
}

beforeAll(async () => {
  db = await createTestDatabase();
  await fill();
});
afterAll(() => db[Symbol.asyncDispose]());

/** Nothing changes but a beginning: a gap. */
const noChanges: Changes = {
  async *watch(_topics, signal) {
    yield { kind: 'gap' };
    if (!signal.aborted) await once(signal, 'abort');
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** What the wall of a display shows, by the statements that the contract's procedures run. */
async function wallOf(scope: DisplayScope) {
  return db.database.asViewer(await displayFor(db, scope), async (tx) => ({
    alarms: (await listedAlarms(tx, {}, null, 100)).map(({ source_id }) => source_id).toSorted(),
    open: (await countListed(tx, null)).reduce((sum, { open }) => sum + open, 0),
    floods: (await standingFloods(tx, null)).map(({ positionName }) => positionName).toSorted(),
    areas: (
      await sql<{ name: string }>`select name from shopfloor.areas order by name`.execute(tx)
    ).rows.map(({ name }) => name),
  }));
}

describe('a display', () => {
  it('for all areas shows every alarm, that of no area too', async () => {
    expect(await wallOf({})).toMatchObject({
      alarms: ['in the hall', 'in the yard', 'nowhere'],
      open: 3,
      floods: [expect.any(String), 'Office'],
      areas: ['Hall', 'Yard'],
    });
  });

  it('for one area shows that area alone, and floods of who may answer it', async () => {
    const wall = await wallOf({ areaIds: [hall] });
    expect(wall).toMatchObject({ alarms: ['in the hall'], open: 1, areas: ['Hall'] });
    expect(wall.floods).toHaveLength(1);
    expect(wall.floods).not.toContain('Office');
  });

  it('for an operator position shows its alarms and its flood', async () => {
    expect(await wallOf({ positionId: office })).toMatchObject({
      alarms: ['in the yard'],
      open: 1,
      floods: ['Office'],
    });
    expect(await wallOf({ areaIds: [hall], positionId: office })).toMatchObject({ alarms: [] });
  });

  it('is told neither what people wrote of an alarm nor who they are', async () => {
    const { userId } = await personWith(db, ['alarm:read']);
    const written = `acknowledgement_note = 'secret note', last_comment = 'secret remark', comment_count = 1,
      is_acknowledged = true, acknowledged_at = now(), acknowledged_by = '${userId}', assigned_to = '${userId}', assigned_at = now()`;
    await db.admin.query(`update alarms.alarms set ${written} where source_id = 'nowhere'`);
    const told = async (viewer: Viewer): Promise<string> => {
      const stop = new AbortController();
      const platform = { database: db.database, changes: noChanges, clock: systemClock };
      const stream = liveQueue(platform, viewer, {}, { signal: stop.signal });
      const { value } = await stream.next();
      stop.abort();
      return JSON.stringify(value);
    };
    for (const words of ['secret note', 'secret remark', userId]) {
      expect(await told({ userId })).toContain(words);
      expect(await told(await displayFor(db))).not.toContain(words);
    }
  });

  it('counts what is set aside of what it shows', async () => {
    const aside = async (scope: DisplayScope) =>
      db.database.asViewer(await displayFor(db, scope), countSetAside);
    await db.admin.query(
      `insert into alarms.shelvings (source_type, source_id, alarm_type, source_name, reason, shelved_by, until)
       select 'node', 'in the yard', 'node_offline', 'n', 'works', id, now() + interval '1 hour'
       from identity.users limit 1`,
    );
    await db.admin.query(
      `update alarms.alarms set shelving_id = (select id from alarms.shelvings) where source_id = 'in the yard'`,
    );
    expect([await aside({}), await aside({ areaIds: [yard] })]).toMatchObject([
      { shelved: 1 },
      { shelved: 1 },
    ]);
    expect(await aside({ areaIds: [hall] })).toMatchObject({ shelved: 0 });
    await db.admin.query('update alarms.alarms set shelving_id = null');
    await db.admin.query('delete from alarms.shelvings');
  });

  it.each([
    ['revoked', 'revoked_at = now(), revoked_by = created_by'],
    ['expired', `created_at = now() - interval '2 days', expires_at = now() - interval '1 day'`],
  ])('that is %s sees nothing at all, even before the program knows', async (_, change) => {
    const display = await displayFor(db);
    await db.admin.query(`update identity.displays set ${change} where id = $1`, [
      display.displayId,
    ]);
    const seen = await db.database.asViewer(display, (tx) => listedAlarms(tx, {}, null, 100));
    expect(seen).toEqual([]);
    expect(await visibleTables(display)).toEqual(['identity.displays']);
  });
});

/** Tables of which somebody sees any row, of all there are. */
async function visibleTables(viewer: Viewer): Promise<string[]> {
  const { rows } = await db.admin.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_'
       and n.nspname not in ('information_schema', 'platform', 'public')
     order by 1`,
  );
  const seen: string[] = [];
  for (const { name } of rows) {
    const found = await tried(viewer, sql`select 1 from ${sql.table(name)} limit 1`);
    if (found > 0) seen.push(name);
  }
  return seen;
}

/** How many rows a statement answers or touches; none where even the privilege is missing. */
const tried = (viewer: Viewer, statement: RawBuilder<unknown>): Promise<number> =>
  db.database
    .asViewer(viewer, async (tx) => {
      const { rows, numAffectedRows } = await statement.execute(tx);
      return Math.max(rows.length, Number(numAffectedRows ?? 0n));
    })
    .catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === '42501') return 0;
      throw error;
    });

describe('of all tables', () => {
  it('a display sees those that its wall is made of, and itself', async () => {
    const somebody = await db.admin.query<{ n: string }>(
      'select count(*) as n from identity.users',
    );
    expect(Number(somebody.rows[0]?.n)).toBeGreaterThan(0);
    expect(await visibleTables(await displayFor(db))).toEqual([
      'alarms.alarm_types',
      'alarms.alarms',
      'alarms.floods',
      'alarms.positions',
      'identity.displays',
      'shopfloor.areas',
    ]);
  });

  it('a display sees itself alone among the displays', async () => {
    const display = await displayFor(db);
    await displayFor(db);
    const { rows } = await db.database.asViewer(display, (tx) =>
      sql`select id from identity.displays`.execute(tx),
    );
    expect(rows).toEqual([{ id: display.displayId }]);
  });

  it('a display changes none', async () => {
    const display = await displayFor(db);
    const { rows } = await db.admin.query<{ name: string; column: string }>(
      `select a.attrelid::regclass::text as name, min(a.attname) as column
       from pg_attribute as a join pg_class as c on c.oid = a.attrelid
       join pg_namespace as n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('identity', 'alarms', 'shopfloor', 'operations')
         and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
       group by a.attrelid order by 1`,
    );
    expect(rows.length).toBeGreaterThan(40);
    for (const { name, column } of rows) {
      const table = sql.table(name);
      const own = sql.ref(column);
      expect([name, await tried(display, sql`update ${table} set ${own} = ${own}`)]).toEqual([
        name,
        0,
      ]);
      expect([name, await tried(display, sql`delete from ${table}`)]).toEqual([name, 0]);
    }
  });

  it('no policy but those for looking knows of displays', async () => {
    const { rows } = await db.admin.query<{ policy: string }>(
      `select schemaname || '.' || tablename || ' ' || cmd as policy from pg_policies
       where coalesce(qual, '') || coalesce(with_check, '') ~ 'display' order by 1`,
    );
    expect(rows.filter(({ policy }) => !policy.endsWith(' SELECT'))).toEqual([]);
    expect(rows.map(({ policy }) => policy)).toEqual([
      'alarms.alarm_types SELECT',
      'alarms.alarms SELECT',
      'alarms.floods SELECT',
      'alarms.out_of_service SELECT',
      'alarms.positions SELECT',
      'alarms.shelvings SELECT',
      'identity.displays SELECT',
      'shopfloor.areas SELECT',
    ]);
  });
});
