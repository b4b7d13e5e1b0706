import { randomUUID } from 'node:crypto';
import { type Client, escapeIdentifier } from 'pg';
import { inject } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { createDatabase, type DatabaseOptions } from '#platform/database/create-database.ts';
import { targetUrl } from '#platform/database/target-url.ts';
import type { Database } from '#platform/database/database.ts';
import { migrate } from '#platform/database/migrations/migrate.ts';
import { migrationsDigest, migrationsFolder } from '#platform/database/migrations/sql-files.ts';
import { type DatabaseTarget, maintenanceLimits } from '#platform/database/target.ts';
import { silentLog } from '#platform/log/log.ts';
import { followTestClock, makeTestClock } from './database-clock.ts';

/** A migrated database of a test's own, dropped with the test. */
export interface TestDatabase extends AsyncDisposable {
  /** As the program uses it: signed in as `signalbox_app`, under row-level security. */
  readonly database: Database;
  /** A superuser's connection to the same database, for arranging and looking. */
  readonly admin: Client;
  /** libpq URL for `signalbox_app`. */
  readonly url: string;
  /** How to connect as `signalbox_app`. */
  readonly target: DatabaseTarget;
  /** How to connect as the superuser. */
  readonly adminTarget: DatabaseTarget;
}

/** What may differ from a test database's defaults. */
export interface TestDatabaseOptions {
  /** Migrations to apply instead of the program's own. */
  readonly migrations?: string;
  /** The database's clock stands still until `setDatabaseTime` moves it. */
  readonly ownClock?: boolean;
  /** Settings of {@link TestDatabase.database}. */
  readonly database?: Partial<DatabaseOptions>;
}

/** Any number that nothing else locks. */
const TEMPLATE_LOCK = 4_711;

interface Kind {
  readonly folder: string;
  readonly ownClock: boolean;
}

async function ensureTemplate(
  admin: Client,
  superuser: DatabaseTarget,
  { folder, ownClock }: Kind,
) {
  const name = `template_${ownClock ? 'clock_' : ''}${await migrationsDigest(folder)}`;
  await admin.query('set lock_timeout = 0');
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const found = await admin.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount) return name;
    const making = `making_${randomUUID()}`;
    await admin.query(`create database ${escapeIdentifier(making)}`);
    if (ownClock) await makeTestClock({ ...superuser, database: making });
    await migrate({ ...superuser, database: making }, silentLog, folder);
    await admin.query(`alter database ${escapeIdentifier(making)} rename to ${name}`);
    return name;
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function copyTemplate(superuser: DatabaseTarget, kind: Kind): Promise<string> {
  await using server = await openClient(superuser, 'test-create', maintenanceLimits);
  const template = await ensureTemplate(server.client, superuser, kind);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await server.client.query(`create database ${name} template ${template} strategy file_copy`);
  if (kind.ownClock) await followTestClock(server.client, name);
  return name;
}

async function drop(superuser: DatabaseTarget, name: string): Promise<void> {
  await using server = await openClient(superuser, 'test-drop', maintenanceLimits);
  await server.client.query(`drop database if exists ${name} with (force)`);
}

/** Makes a migrated database by copying the run's template, which the first caller builds. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const superuser = inject('postgresSuperuser');
  const { migrations: folder = migrationsFolder, ownClock = false } = options;
  const name = await copyTemplate(superuser, { folder, ownClock });
  const target = { ...inject('postgresApp'), database: name };
  const adminTarget = { ...superuser, database: name };
  const admin = await openClient(adminTarget, 'test-admin', maintenanceLimits);
  const database = createDatabase(target, {
    clock: systemClock,
    log: silentLog,
    ...options.database,
  });
  return {
    database,
    admin: admin.client,
    url: targetUrl(target),
    target,
    adminTarget,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await admin[Symbol.asyncDispose]();
      await drop(superuser, name);
    },
  };
}
