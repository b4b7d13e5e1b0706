import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Clock } from '../../clock/clock.ts';
import { openClient } from '../client.ts';
import { closedFolder, serverAccount } from '../embedded/account.ts';
import { makeServerFolder } from '../embedded/initialise.ts';
import type { EmbeddedServer } from '../embedded/server.ts';
import { DatabaseMisconfigured } from '../errors.ts';
import { clientConfig, maintenanceLimits } from '../target.ts';
import { readManifest } from './manifest.ts';

/** How far a backup is. */
export interface BackupProgress {
  /** PostgreSQL's name of the phase, such as `streaming database files`. */
  readonly phase: string;
  readonly bytesDone: number;
  /** `null` while it is not known yet. */
  readonly bytesTotal: number | null;
}

/** A finished base backup. */
export interface Backup {
  /** Its folder's name: the moment it was begun, in UTC, such as `2026-01-05T07-08-09Z`. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** What a backup is taken with. */
export interface BackupOptions {
  /** Where backups are kept; the data folder's own place unless named. */
  readonly directory?: string;
  readonly clock: Clock;
  /** Aborting stops the backup; nothing of it is kept. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BackupProgress) => void;
}

const PROGRESS_EVERY_MS = 250;
const PARTIAL = '.partial';

const nameFor = (moment: Date): string =>
  moment
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder);
  const sizes = await Promise.all(files.map((file) => stat(join(folder, file))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

async function reportProgress(
  server: EmbeddedServer,
  options: BackupOptions,
  done: AbortSignal,
): Promise<void> {
  const { onProgress, clock } = options;
  if (!onProgress) return;
  await using connection = await openClient(server.target('superuser', 'postgres'), 'progress');
  while (!done.aborted) {
    const { rows } = await connection.client.query<{
      phase: string;
      backup_streamed: number;
      backup_total: number | null;
    }>('select phase, backup_streamed, backup_total from pg_stat_progress_basebackup limit 1');
    const [row] = rows;
    if (row) {
      const { phase, backup_streamed: bytesDone, backup_total: bytesTotal } = row;
      onProgress({ phase, bytesDone, bytesTotal });
    }
    await clock.sleep(PROGRESS_EVERY_MS, done).catch(() => {});
  }
}

/** Lets the server write a base backup with its log and manifest into `folder`. */
async function runBaseBackup(
  server: EmbeddedServer,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const config = {
    ...clientConfig(server.target('superuser', 'postgres'), 'backup', maintenanceLimits),
    replication: 'true',
  };
  const client = new Client(config);
  const stop = () => void client.end();
  client.on('error', () => {});
  signal?.throwIfAborted();
  await client.connect();
  signal?.addEventListener('abort', stop);
  try {
    await client.query(
      `BASE_BACKUP (LABEL 'signalbox', TARGET 'server', TARGET_DETAIL ${literal(folder)}, CHECKPOINT 'fast', WAL true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256', PROGRESS true)`,
    );
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener('abort', stop);
    await client.end();
  }
}

/**
 * Takes a base backup of the whole embedded server while it works. The result is complete or not
 * there: it gets its name only when everything was written and its manifest can be read.
 */
export async function takeBackup(server: EmbeddedServer, options: BackupOptions): Promise<Backup> {
  const directory = options.directory ?? server.layout.backups;
  const name = nameFor(options.clock.now());
  const partial = join(directory, name + PARTIAL);
  await mkdir(directory, { recursive: true, mode: 0o711 });
  await rm(partial, { recursive: true, force: true });
  const account = await serverAccount();
  const closed = account && (await closedFolder(directory, account));
  if (closed) {
    throw new DatabaseMisconfigured(
      `PostgreSQL runs as ${account.name}, who may not enter ${closed}. Choose another folder for backups.`,
    );
  }
  await makeServerFolder(partial, account);
  const finished = new AbortController();
  const progress = reportProgress(server, options, finished.signal);
  try {
    await runBaseBackup(server, partial, options.signal);
    await readManifest(partial);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  } finally {
    finished.abort();
    await progress;
  }
  const path = join(directory, name);
  await rename(partial, path);
  return { name, path, bytes: await sizeOf(path) };
}

/** The finished backups in a folder, newest first. */
export async function listBackups(directory: string): Promise<Backup[]> {
  const names = await readdir(directory).catch(() => []);
  const finished = names.filter((name) => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/.test(name));
  return Promise.all(
    finished
      .toSorted()
      .toReversed()
      .map(async (name) => {
        const path = join(directory, name);
        return { name, path, bytes: await sizeOf(path) };
      }),
  );
}
