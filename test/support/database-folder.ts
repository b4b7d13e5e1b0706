import { mkdtemp, readdir, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { findRunning } from '#platform/database/embedded/running-postmaster.ts';

/** Memory that Linux offers as a folder. */
const MEMORY = '/dev/shm';
/** Room that the databases of a run may take there. Bytes. */
const ROOM = 2 * 2 ** 30;
/** A folder without a server that is older was left by a run that was killed. Milliseconds. */
const ABANDONED_MS = 3_600_000;

async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= ROOM;
}

/** Makes a temporary folder on the disk. */
export const diskFolder = (prefix: string): Promise<string> => mkdtemp(join(tmpdir(), prefix));

/**
 * Makes a temporary folder for a database, in memory where there is room: copying a database on a disk
 * that others use as well takes half a second, and each test has one of its own.
 */
export async function databaseFolder(prefix: string): Promise<string> {
  return (await hasRoom(MEMORY)) ? mkdtemp(join(MEMORY, prefix)) : diskFolder(prefix);
}

async function isAbandoned(folder: string): Promise<boolean> {
  const { mtimeMs } = await stat(folder);
  if (Date.now() - mtimeMs < ABANDONED_MS) return false;
  return (await findRunning(layoutOf(folder))) === null;
}

/** Gives back the memory that killed runs took. */
export async function removeAbandoned(): Promise<void> {
  const names = await readdir(MEMORY).catch(() => []);
  for (const name of names.filter((each) => each.startsWith('signalbox-'))) {
    const folder = join(MEMORY, name);
    // Another run may be removing it, or its owner is somebody else.
    if (await isAbandoned(folder).catch(() => false)) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}
