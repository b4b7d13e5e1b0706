import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Client } from 'pg';
import type { Log } from '../../log/log.ts';
import { DatabaseMisconfigured, SchemaNewer, ServerTooOld } from '../errors.ts';
import { firstContact } from '../first-contact.ts';
import { codeOf, sqlState } from '../sqlstate.ts';
import { type DatabaseTarget, maintenanceLimits } from '../target.ts';
import { APP, ensureRoles, MIGRATOR } from './roles.ts';
import { MigrationDialect } from './migration-dialect.ts';
import { migrationNames, migrationsFolder, sqlFiles } from './sql-files.ts';

/** The oldest major version of PostgreSQL that the program works with. */
export const OLDEST_SERVER = 15;

/** Key of the advisory lock that lets one console at a time migrate: "signalbx" in ASCII. */
const LOCK = '8316860017951335800';

/** A migration could not be applied. The schema is as before it; those before it are kept. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed';
  readonly code = 'MIGRATION_FAILED';
  constructor(migration: string, cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause);
    super(`Migration ${migration} failed and was taken back: ${said}`, { cause });
  }
}

/** Throws `ServerTooOld` when the server is older than {@link OLDEST_SERVER}. */
export async function assertSupported(client: Pick<Client, 'query'>): Promise<void> {
  const answer = await client.query<{ number: number; name: string }>(
    `select current_setting('server_version_num')::integer as number, current_setting('server_version') as name`,
  );
  const { number, name } = answer.rows[0] ?? { number: 0, name: 'unknown' };
  if (number < OLDEST_SERVER * 10_000) throw new ServerTooOld(name, OLDEST_SERVER);
}

async function recordExists(client: Client): Promise<boolean> {
  const answer = await client.query<{ found: boolean }>(
    `select to_regclass('platform.schema_migrations') is not null as found`,
  );
  return answer.rows[0]?.found === true;
}

/**
 * Names of the applied migrations, in order; empty for a new database. Throws
 * `DatabaseMisconfigured` when the account may not read them.
 */
export async function appliedMigrations(client: Client): Promise<string[]> {
  try {
    if (!(await recordExists(client))) return [];
    const answer = await client.query<{ name: string }>(
      'select name from platform.schema_migrations order by name',
    );
    return answer.rows.map((row) => row.name);
  } catch (error) {
    if (codeOf(error) !== sqlState.insufficientPrivilege) throw error;
    throw new DatabaseMisconfigured(
      `The database belongs to the program, but this account may not use it. Its administrator can run: grant ${APP} to the account.`,
      { cause: error },
    );
  }
}

function assertNotNewer(applied: readonly string[], known: readonly string[]): void {
  const strange = applied.findLast((name) => !known.includes(name));
  if (strange) throw new SchemaNewer(strange, known.at(-1) ?? 'none');
}

async function becomeMigrator(
  client: Client,
  found: string | undefined,
  wanted: string | undefined,
): Promise<void> {
  await client.query(`set role ${MIGRATOR}`).catch((error: unknown) => {
    if (codeOf(error) !== sqlState.insufficientPrivilege) throw error;
    throw new DatabaseMisconfigured(
      `The database is at ${found ?? 'no version'} and needs ${wanted}, but this account may not become ${MIGRATOR}. Run "npm run db -- migrate" with a DATABASE_URL whose account may.`,
      { cause: error },
    );
  });
}

/** The client as a pool of one, which is what the migration library takes. */
function poolOfOne(client: Client) {
  const connection = { query: client.query.bind(client), release() {} };
  return { options: {}, connect: () => Promise.resolve(connection), end: () => Promise.resolve() };
}

async function applyPending(client: Client, folder: string, log: Log): Promise<string[]> {
  const db = new Kysely<unknown>({
    dialect: new MigrationDialect({ pool: poolOfOne(client) }),
  });
  const migrator = new Migrator({
    db,
    provider: sqlFiles(folder),
    migrationTableSchema: 'platform',
    migrationTableName: 'schema_migrations',
    migrationLockTableName: 'schema_migrations_lock',
  });
  const done: string[] = [];
  for (;;) {
    const { error, results } = await migrator.migrateUp();
    const last = results?.at(-1);
    if (error) throw last ? new MigrationFailed(last.migrationName, error) : error;
    if (!last) return done;
    log.info('Applied a migration.', { migration: last.migrationName });
    done.push(last.migrationName);
  }
}

/**
 * Brings the schema of `target` to this program's version, each migration in a transaction of its
 * own, and answers the names of those it applied. Of several consoles one does the work and the
 * others find it done. Refuses a server that is too old and a schema that is newer than the program.
 */
export async function migrate(
  target: DatabaseTarget,
  log: Log,
  folder: string = migrationsFolder,
): Promise<string[]> {
  await using connection = await firstContact(target, 'migrate', maintenanceLimits);
  const { client } = connection;
  await assertSupported(client);
  const known = await migrationNames(folder);
  const before = await appliedMigrations(client);
  assertNotNewer(before, known);
  if (before.length === known.length) return [];

  await client.query('set lock_timeout = 0');
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  await client.query(`set lock_timeout = ${maintenanceLimits.lockMs}`);
  await ensureRoles(client, target.database);
  await becomeMigrator(client, before.at(-1), known.at(-1));
  await client.query(`select set_config('app.system', 'migrate', false)`);
  assertNotNewer(await appliedMigrations(client), known);
  return await applyPending(client, folder, log);
}
