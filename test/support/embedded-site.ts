import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { prepareEmbedded } from '#platform/database/embedded/prepare.ts';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { type EmbeddedServer, startEmbeddedServer } from '#platform/database/embedded/server.ts';
import type { ServerTuning } from '#platform/database/embedded/settings.ts';
import { silentLog } from '#platform/log/log.ts';
import { databaseFolder } from './database-folder.ts';

/** A data folder of the running test's own, removed with it. `under` makes its path as long as needed. */
export async function temporaryDataDir(under = ''): Promise<string> {
  const folder = await databaseFolder('signalbox-site-');
  const dataDir = join(folder, under);
  onTestFinished(async () => {
    // A server of a killed program may be writing its last file.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    await rm(layoutOf(dataDir).socket, { recursive: true, force: true });
  });
  return dataDir;
}

/** A small server, so that many may run beside each other. Durable unless the test says otherwise. */
export const smallTuning: ServerTuning = {
  durable: true,
  archiveTo: null,
  extra: { shared_buffers: '32MB' },
};

/** Starts an embedded server of the running test's own, with roles and schema, for faults to befall. */
export async function startOwnServer(dataDir?: string): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({
    dataDir: dataDir ?? (await temporaryDataDir()),
    clock: systemClock,
    log: silentLog,
    tuning: smallTuning,
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  await prepareEmbedded(server, silentLog);
  return server;
}
