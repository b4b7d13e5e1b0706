import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KeyRefused } from './master-keys.ts';

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function refuseUnlessPrivate(file: FileHandle, path: string): Promise<void> {
  const { mode, uid } = await file.stat();
  if (process.platform === 'win32' || !process.getuid) return;
  if (uid !== process.getuid()) {
    throw new KeyRefused(
      `The key file ${path} belongs to user ${uid}, but the program runs as user ${process.getuid()}. Change its owner with chown, or run as its owner.`,
    );
  }
  if ((mode & 0o777) !== 0o600) {
    throw new KeyRefused(
      `The key file ${path} has mode ${(mode & 0o777).toString(8)}, so others may read or change it. Run: chmod 600 ${path} – and rotate the key if others could have read it.`,
    );
  }
}

/**
 * The text of a key file, or `null` where there is none. Throws {@link KeyRefused} unless it is a
 * file of the program's own user with mode 0600.
 */
export async function readKeyFile(path: string): Promise<string | null> {
  try {
    await using file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    await refuseUnlessPrivate(file, path);
    return await file.readFile('utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') {
      throw new KeyRefused(`The key file ${path} is a symbolic link. Put the file itself there.`);
    }
    throw error;
  }
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using directory = await open(path, 'r');
  await directory.sync();
}

/** Writes a key file with mode 0600 that a power cut leaves whole: the old one or the new one. */
export async function writeKeyFile(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new-${process.pid}`;
  {
    await using file = await open(temporary, 'w', 0o600);
    await file.chmod(0o600);
    await file.writeFile(content);
    await file.sync();
  }
  await rename(temporary, path);
  await syncDirectory(dirname(path));
}
