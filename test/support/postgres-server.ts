import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { readCredentials } from '#platform/database/embedded/credentials.ts';
import { startEmbeddedServer } from '#platform/database/embedded/server.ts';
import { ensureRoles, setRolePasswords } from '#platform/database/migrations/roles.ts';
import type { DatabaseTarget } from '#platform/database/target.ts';
import { silentLog } from '#platform/log/log.ts';
import { databaseFolder, removeAbandoned } from './database-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's PostgreSQL server, as its superuser. */
    postgresSuperuser: DatabaseTarget;
    /** The run's PostgreSQL server, as `signalbox_app`. */
    postgresApp: DatabaseTarget;
  }
}

/**
 * Starts one PostgreSQL server for the whole run and tells every test file how to reach it. Its
 * data lives in a temporary folder, in memory if possible and without fsync, and is removed at the end.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const dataDir = await databaseFolder('signalbox-test-');
  const server = await startEmbeddedServer({
    dataDir,
    clock: systemClock,
    log: silentLog,
    tuning: {
      durable: false,
      archiveTo: null,
      extra: {
        shared_buffers: '128MB',
        max_connections: '200',
        max_wal_size: '256MB',
        autovacuum: 'off',
      },
    },
  });
  const superuser = server.target('superuser', 'postgres');
  await using connection = await openClient(superuser, 'test-setup');
  await ensureRoles(connection.client, 'postgres');
  await setRolePasswords(connection.client, await readCredentials(server.layout.credentials));
  project.provide('postgresSuperuser', superuser);
  project.provide('postgresApp', server.target('app', 'postgres'));
  return async () => {
    await server[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true });
    await rm(server.layout.socket, { recursive: true, force: true });
  };
}
