import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Kysely, PostgresDialect } from 'kysely';
import { generate, PostgresDialect as PostgresTypes } from 'kysely-codegen';
import { Pool } from 'pg';
import { systemClock } from '#platform/clock/system-clock.ts';
import { appRoot } from '#platform/config/app-root.ts';
import { prepareEmbedded } from '#platform/database/embedded/prepare.ts';
import { startEmbeddedServer } from '#platform/database/embedded/server.ts';
import { clientConfig, type DatabaseTarget } from '#platform/database/target.ts';
import { silentLog } from '#platform/log/log.ts';
import { databaseFolder } from '../test/support/database-folder.ts';

const file = join(appRoot, 'src/main/platform/database/schema.generated.ts');

/** The schemas that are the program's own. */
const ours = ['platform', 'identity', 'operations', 'alarms', 'shopfloor'];

async function typesOf(target: DatabaseTarget): Promise<string> {
  const pool = new Pool(clientConfig(target, 'types'));
  // The server may end these connections before they have said goodbye.
  pool.on('error', () => {});
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await generate({
      db,
      dialect: new PostgresTypes(),
      includePattern: `{${ours.join(',')}}.*`,
      defaultSchemas: [],
      outFile: null,
      typeMapping: {
        date: 'string',
        int8: 'number',
        interval: 'string',
        timestamp: 'string',
        timestamptz: 'string',
      },
    });
  } finally {
    await db.destroy();
  }
}

/** Migrates an empty database and answers the types of its tables. */
async function generateTypes(): Promise<string> {
  const dataDir = await databaseFolder('signalbox-types-');
  try {
    await using server = await startEmbeddedServer({
      dataDir,
      clock: systemClock,
      log: silentLog,
      tuning: { durable: false, archiveTo: null, extra: {} },
    });
    await prepareEmbedded(server, silentLog);
    return await typesOf(server.target('superuser'));
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
if (values.check) {
  if ((await generateTypes()) !== (await readFile(file, 'utf8'))) {
    console.error('schema.generated.ts does not match the migrations. Run: npm run db:types');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, await generateTypes());
}
