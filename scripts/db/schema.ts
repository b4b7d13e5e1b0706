import { firstContact } from '#platform/database/first-contact.ts';
import { prepareEmbedded } from '#platform/database/embedded/prepare.ts';
import { pointInTimeEnabled } from '#platform/database/backup/point-in-time.ts';
import { listBackups } from '#platform/database/backup/take-backup.ts';
import {
  appliedMigrations,
  migrate as migrateTarget,
} from '#platform/database/migrations/migrate.ts';
import { migrationNames, migrationsFolder } from '#platform/database/migrations/sql-files.ts';
import type { EmbeddedServer } from '#platform/database/embedded/server.ts';
import type { DatabaseTarget } from '#platform/database/target.ts';
import { silentLog } from '#platform/log/log.ts';
import type { ToolOptions } from './options.ts';
import { assertInitialised, selectSource, withEmbedded } from './source.ts';

/** Brings the schema up to date and says what was applied. */
export async function migrate(options: ToolOptions): Promise<number> {
  const source = await selectSource(options);
  const applied =
    source.kind === 'url'
      ? await migrateTarget(source.owner, silentLog)
      : await withEmbedded(options.dataDir, (server) => prepareEmbedded(server, silentLog));
  console.log(applied.length ? `Applied ${applied.join(', ')}.` : 'The schema is up to date.');
  return 0;
}

async function describeServer(target: DatabaseTarget): Promise<void> {
  await using connection = await firstContact(target, 'status');
  const { client } = connection;
  const answer = await client.query<{ version: string; size: string }>(
    `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size`,
  );
  const applied = await appliedMigrations(client);
  const known = (await migrationNames(migrationsFolder)).at(-1);
  console.log(`PostgreSQL  ${answer.rows[0]?.version}`);
  console.log(`Size        ${answer.rows[0]?.size}`);
  console.log(`Schema      ${applied.at(-1) ?? 'none'} (this program: ${known})`);
}

async function describeEmbedded(server: EmbeddedServer): Promise<number> {
  console.log(`Database    embedded, ${server.layout.cluster}`);
  console.log(`Running     ${server.owned ? 'no (started for this command)' : 'yes'}`);
  await describeServer(server.target('superuser'));
  const [newest] = await listBackups(server.layout.backups);
  console.log(`Last backup ${newest?.name ?? 'none'}`);
  console.log(`Point in time recovery ${(await pointInTimeEnabled(server.layout)) ? 'on' : 'off'}`);
  return 0;
}

/** Says which database is selected, whether it runs and which version its schema has. */
export async function status(options: ToolOptions): Promise<number> {
  const source = await selectSource(options);
  if (source.kind === 'embedded') {
    await assertInitialised(options.dataDir);
    return withEmbedded(options.dataDir, describeEmbedded);
  }
  const { host, port } = source.owner.endpoints[0];
  console.log(`Database    ${source.owner.database} on ${host}:${port}`);
  await describeServer(source.owner);
  return 0;
}
