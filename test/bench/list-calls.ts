import {
  type CompiledQuery,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SingleConnectionProvider,
  Transaction,
} from 'kysely';
import { escapeLiteral } from 'pg';
import { listSessions } from '#domains/shopfloor/sessions/session-list.queries.ts';
import type { DB } from '#platform/database/schema.generated.ts';
import { builder } from '#platform/database/transaction.ts';
import { connectAs } from './bench-database.ts';
import type { BenchSite } from './bench-site.ts';
import { type Figure, figure, percentile, timeFigures } from './figures.ts';

const SESSIONS = 1_000_000;
const CALLS = 400;
const WARM_UP = 50;
const PAGE = 50;

/** Fills in a million ended sessions of the past year. Triggers would only say what nobody hears. */
async function seedSessions(site: BenchSite): Promise<void> {
  await using superuser = await connectAs(site.server.dataDir, 'superuser');
  await superuser.query('set session_replication_role = replica');
  await superuser.query(
    `insert into shopfloor.machine_sessions (user_id, machine_id, area_id, zone_id, started_via,
       start_time, end_time, active, activity_count, last_activity, ended_by)
     select ($1::uuid[])[1 + n % cardinality($1::uuid[])], machine.id, zone.area_id, zone.id, 'reader',
       moment, moment + interval '20 minutes', false, n % 40, moment + interval '15 minutes', 'user'
     from generate_series(1, ${SESSIONS}) n
     cross join lateral (select now() - interval '1 hour' - n * interval '30 seconds' as moment) t
     join shopfloor.machines machine on machine.id = ($2::uuid[])[1 + n % cardinality($2::uuid[])]
     join shopfloor.zones zone on zone.id = machine.zone_id`,
    [site.workers.map(({ userId }) => userId), site.machines.map(({ id }) => id)],
  );
  await superuser.query('vacuum analyze shopfloor.machine_sessions');
}

/** The statement that a page of sessions is read by. */
async function listStatement(): Promise<CompiledQuery> {
  const statements: CompiledQuery[] = [];
  const dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db: never) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  const executor = builder.getExecutor().withConnectionProvider(
    new SingleConnectionProvider({
      executeQuery(query) {
        statements.push(query);
        return Promise.resolve({ rows: [] });
      },
      streamQuery() {
        throw new Error('Nothing streams here.');
      },
    }),
  );
  const tx = new Transaction<DB>({
    config: { dialect },
    driver: new DummyDriver(),
    dialect,
    executor,
  });
  await listSessions(tx, {}, { limit: PAGE });
  const [statement] = statements;
  if (!statement) throw new Error('The list ran no statement.');
  return statement;
}

/** Times in milliseconds of `calls`, each in turn, so that what slows one slows all. */
async function timeInTurn(calls: readonly (() => Promise<unknown>)[]): Promise<number[][]> {
  const times = calls.map((): number[] => []);
  for (let round = -WARM_UP; round < CALLS; round += 1) {
    for (const [index, call] of calls.entries()) {
      const started = performance.now();
      await call();
      if (round >= 0) times[index]?.push(performance.now() - started);
    }
  }
  return times;
}

/** A page of 50 out of a million sessions, and one machine, through the contract and by raw pg. */
export async function benchListCalls(site: BenchSite): Promise<Figure[]> {
  await seedSessions(site);
  const { shopfloor, identity } = site.console.client;
  const { rows } = await identity.users.list({ search: 'ada.marsh' });
  const setUser = (local: boolean) =>
    `select set_config('app.user_id', ${escapeLiteral(rows[0]?.id ?? '')}, ${local})`;
  const { sql, parameters } = await listStatement();
  const statement = { name: 'sessions', text: sql, values: [...parameters] };
  await using alone = await connectAs(site.server.dataDir, 'app');
  await alone.query(setUser(false));
  await using transacted = await connectAs(site.server.dataDir, 'app');

  const [list = [], raw = [], rawTransaction = [], point = []] = await timeInTurn([
    () => shopfloor.sessions.list({ limit: PAGE }),
    () => alone.query(statement),
    async () => {
      await transacted.query(`begin; ${setUser(true)}`);
      await transacted.query(statement);
      await transacted.query('commit');
    },
    () => shopfloor.machines.list({ limit: 1 }),
  ]);
  const ratio = (over: readonly number[]) => percentile(list, 0.5) / percentile(over, 0.5);
  return [
    ...timeFigures('list of 50 of 1 M sessions, contract', list, 50),
    ...timeFigures('the same statement alone, raw pg', raw),
    ...timeFigures('the same in a transaction of its user, raw pg', rawTransaction),
    figure('list: contract / raw statement alone', ratio(raw), 'x'),
    figure('list: contract / raw transaction', ratio(rawTransaction), 'x', 1.3),
    ...timeFigures('one machine, contract', point, 5),
  ];
}
