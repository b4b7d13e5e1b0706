import { readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Layout } from './layout.ts';
import { identify, isAlive, type ProcessIdentity, stillRuns } from './process-identity.ts';

/** A server that already runs on the data folder. */
export interface RunningPostmaster {
  readonly pid: number;
  /** Whether the process of the program that started it is still there. */
  readonly attended: boolean;
}

/** Whether `pid` is a PostgreSQL server, as far as the system lets us look. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const program = await readlink(`/proc/${pid}/exe`).catch(() => null);
  if (program) return basename(program.replace(/ \(deleted\)$/, '')) === 'postgres';
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.trim() === 'postgres';
}

async function isAttended(layout: Layout): Promise<boolean> {
  const text = await readFile(layout.owner, 'utf8').catch(() => null);
  if (text === null) return false;
  const owner = JSON.parse(text) as ProcessIdentity;
  return owner.pid !== process.pid && stillRuns(owner);
}

/** Notes that this process runs the server. */
export async function recordOwner(layout: Layout): Promise<void> {
  await writeFile(layout.owner, JSON.stringify(await identify(process.pid)));
}

/**
 * Looks for a server on the data folder. A lock file whose process number now belongs to another
 * program would keep PostgreSQL from starting; it is removed.
 */
export async function findRunning(layout: Layout): Promise<RunningPostmaster | null> {
  const lock = join(layout.cluster, 'postmaster.pid');
  const text = await readFile(lock, 'utf8').catch(() => null);
  if (text === null) return null;
  const pid = Number.parseInt(text, 10);
  if (!(pid > 0) || !isAlive(pid)) return null;
  if (!(await isPostgres(pid))) {
    await rm(lock, { force: true });
    return null;
  }
  return { pid, attended: await isAttended(layout) };
}
