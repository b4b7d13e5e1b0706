import { mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Memory that Linux offers as a folder. */
const MEMORY = '/dev/shm';
/** Room that the databases of a run may take there. Bytes. */
const ROOM = 2 * 2 ** 30;

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
