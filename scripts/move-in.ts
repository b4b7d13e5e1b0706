import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type MoveInReport, moveInSource, type MoveInStep } from '#contract/shopfloor/move-in.ts';
import { badgeHmac } from '#domains/identity/badges/badge-hmac.ts';
import { createIdentity } from '#domains/identity/identity.domain.ts';
import { createMoveIn } from '#domains/shopfloor/move-in/move-in.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import { openClient } from '#platform/database/client.ts';
import { createDatabase } from '#platform/database/create-database.ts';
import { openDatabase } from '#platform/database/open-database.ts';
import { maintenanceLimits } from '#platform/database/target.ts';
import { userDataDir } from '#platform/config/paths.ts';
import { silentLog } from '#platform/log/log.ts';
import texts from '../src/renderer/locales/en/moveIn.json' with { type: 'json' };
import { openSite } from '../src/main/site/site.ts';
import { selectSource } from './db/source.ts';

const usage = `Usage: npm run move-in -- (--sqlite FILE | --postgres URL) --as USERNAME
  [--zone ZONE]       time zone in which its times were written (default UTC)
  [--decimal]         rfid_tag holds decimal numbers, not hexadecimal ones
  [--rehearse]        only say what would become of it; write nothing
  [--report FILE]     write the report as JSON
  [--data DIR]        data folder of this program`;

/** The command line cannot be followed. */
class BadUsage extends Error {}

function options() {
  const { values } = parseArgs({
    options: {
      sqlite: { type: 'string' },
      postgres: { type: 'string' },
      as: { type: 'string' },
      zone: { type: 'string', default: 'UTC' },
      decimal: { type: 'boolean', default: false },
      rehearse: { type: 'boolean', default: false },
      report: { type: 'string' },
      data: { type: 'string' },
    },
  });
  const location = values.sqlite === undefined ? values.postgres : resolve(values.sqlite);
  if ((values.sqlite === undefined) === (values.postgres === undefined)) {
    throw new BadUsage('Name one ShopMonitor: --sqlite FILE or --postgres URL.');
  }
  if (values.as === undefined) throw new BadUsage('Say who moves it in: --as USERNAME.');
  const source = moveInSource.safeParse({
    kind: values.sqlite === undefined ? 'postgres' : 'sqlite',
    location,
    zone: values.zone,
    badgeForm: values.decimal ? 'decimal' : 'hex',
  });
  if (!source.success) throw new BadUsage(`"${values.zone}" is no time zone that is known here.`);
  return {
    source: source.data,
    username: values.as,
    rehearse: values.rehearse,
    report: values.report,
    dataDir: resolve(values.data ?? userDataDir()),
  };
}

function show(step: MoveInStep): void {
  if (step.kind !== 'progress' || !process.stderr.isTTY) return;
  const { phase, table, rowsDone, rowsTotal, rowsPerSecond, secondsLeft } = step;
  const left = secondsLeft === null ? '' : `, about ${secondsLeft} s left`;
  process.stderr.write(
    `\r\u001B[K${phase} ${table}: ${rowsDone} of ${rowsTotal} rows, ${rowsPerSecond} rows/s${left}`,
  );
}

function print(report: MoveInReport): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  console.table(
    report.tables
      .filter(({ present }) => present)
      .map(({ present: _present, ...counts }) => counts),
  );
  for (const { table, kind, column, reason, count } of report.reasons) {
    const { why, todo } = texts.reason[reason];
    console.log(`${count} × ${kind} ${table}.${column}: ${why} ${todo}`);
  }
  console.log(`${report.seconds.toFixed(1)} s, ${report.rowsPerSecond} rows/s.`);
}

async function run(): Promise<void> {
  const { source, username, rehearse, report: reportFile, dataDir } = options();
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await openSite({ dataDir, demo: false }));
  const chosen = await selectSource({
    command: 'status',
    dataDir,
    words: [],
    role: 'app',
    until: null,
    directory: undefined,
  });
  const { clock } = site;
  const opened = stack.use(
    await openDatabase({
      source: chosen.kind === 'url' ? { ...chosen, replicaUrls: [] } : chosen,
      dataDir,
      clock,
      log: silentLog,
    }),
  );
  const { database, target } = opened;
  const patient = stack.use(
    createDatabase(target, { clock, log: silentLog, limits: maintenanceLimits, maxConnections: 2 }),
  );
  const connect = () => openClient(target, 'move-in');
  const changes = stack.use(pgChanges({ connect, clock, log: silentLog }));
  const platform = { ...site, log: silentLog, database, changes };
  const { audit } = createIdentity(platform);
  const person = await database.asSystem('shopfloor.move-in', (tx) =>
    tx
      .selectFrom('identity.users')
      .select(['id', 'username'])
      .where('username', '=', username)
      .where('is_active', '=', true)
      .executeTakeFirst(),
  );
  if (!person) throw new BadUsage(`There is no active account "${username}" here.`);
  const { service } = createMoveIn({
    ...platform,
    patient,
    audit,
    badgeHash: (uid) => badgeHmac(site.secrets, uid),
  });
  const leaving = new AbortController();
  process.once('SIGINT', () => leaving.abort(new Error('Interrupted; nothing was moved.')));
  const mover = { userId: person.id, username: person.username };
  const steps = rehearse
    ? service.rehearse(source, leaving.signal)
    : service.move(mover, source, leaving.signal);
  for await (const step of steps) {
    show(step);
    if (step.kind !== 'report') continue;
    print(step.report);
    if (reportFile) await writeFile(reportFile, `${JSON.stringify(step.report, null, 2)}\n`);
  }
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof BadUsage) console.error(usage);
  process.exitCode = error instanceof BadUsage ? 2 : 1;
}
