import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseMisconfigured } from '../errors.ts';

/** The operating system's account that runs PostgreSQL. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/**
 * PostgreSQL refuses to run as root, so root hands it to `postgres` or, failing that, `nobody`.
 * `null` means that the program's own account runs it.
 */
export async function serverAccount(): Promise<ServerAccount | null> {
  if (process.getuid?.() !== 0) return null;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const line = lines.find(([known]) => known === name);
    if (line) return { name, uid: Number(line[2]), gid: Number(line[3]) };
  }
  throw new DatabaseMisconfigured(
    'PostgreSQL does not run as root, and this machine has no account named postgres or nobody. Start the program as an ordinary user.',
  );
}

/** The nearest folder on the way to `path` that `account` may not enter, or `null`. */
export async function closedFolder(path: string, account: ServerAccount): Promise<string | null> {
  const { mode, uid, gid } = await stat(path);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  if (((mode >> shift) & 1) === 0) return path;
  const parent = dirname(path);
  return parent === path ? null : closedFolder(parent, account);
}
