import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { firstWalFile, readManifest } from './manifest.ts';
import { type Backup, listBackups } from './take-backup.ts';

const DAY_MS = 86_400_000;

/** What was removed. */
export interface Pruned {
  /** Names of removed backups. */
  readonly backups: readonly string[];
  /** Number of removed write-ahead-log files. */
  readonly walFiles: number;
}

/** The moment at which a backup was begun, from its name. */
function begunAt(backup: { readonly name: string }): Date {
  return new Date(backup.name.replace(/T(\d\d)-(\d\d)-(\d\d)Z$/, 'T$1:$2:$3Z'));
}

const walName = /^[0-9A-F]{24}(\.[0-9A-F]{8}\.backup)?$/;
const TIMELINE_DIGITS = 8;

/** Removes archived log that no kept backup needs. Names are compared without their timeline. */
async function pruneArchive(archive: string, oldestKept: Backup): Promise<number> {
  const needed = firstWalFile(await readManifest(oldestKept.path)).slice(TIMELINE_DIGITS);
  const files = await readdir(archive).catch(() => []);
  const old = files.filter(
    (file) =>
      walName.test(file) && file.slice(TIMELINE_DIGITS, needed.length + TIMELINE_DIGITS) < needed,
  );
  for (const file of old) await rm(join(archive, file), { force: true });
  return old.length;
}

/**
 * Removes backups older than `keepDays`, always keeping the newest, and then the archived log from
 * before the oldest that is left.
 */
export async function pruneBackups(options: {
  readonly directory: string;
  readonly archive: string;
  readonly keepDays: number;
  readonly now: Date;
}): Promise<Pruned> {
  const backups = await listBackups(options.directory);
  const limit = options.now.getTime() - options.keepDays * DAY_MS;
  const isKept = (backup: Backup, index: number) =>
    index === 0 || begunAt(backup).getTime() >= limit;
  const removed = backups.filter((backup, index) => !isKept(backup, index));
  for (const backup of removed) await rm(backup.path, { recursive: true, force: true });
  const oldestKept = backups.findLast(isKept);
  const walFiles = oldestKept ? await pruneArchive(options.archive, oldestKept) : 0;
  return { backups: removed.map((backup) => backup.name), walFiles };
}
