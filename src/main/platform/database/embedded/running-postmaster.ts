import { readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Layout } from './layout.ts';
import { identify, isAlive, type ProcessIdentity, stillRuns } from './process-identity.ts';

/** A server that already runs on the data folder. */
export interface RunningPostmaster {
  readonly pid: number;
  /**
   * Whether the process of the program that started it is still there; `null` while nobody has
   * said that they started it.
   */
  readonly attended: boolean | null;
}

interface Attendance {
  readonly postmaster: number;
  readonly owner: ProcessIdentity;
}

/** Whether `pid` is a PostgreSQL server, as far as the system lets us look. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const program = await readlink(`/proc/${pid}/exe`).catch(() => null);
  if (program) return basename(program.replace(/ \(deleted\)$/, '')) === 'postgres';
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.trim() === 'postgres';
}

async function isAttended(layout: Layout, postmaster: number): Promise<boolean | null> {
  const text = await readFile(layout.owner, 'utf8').catch(() => null);
  if (text === null) return null;
  const attendance = JSON.parse(text) as Attendance;
  return attendance.postmaster === postmaster ? stillRuns(attendance.owner) : null;
}

/** Notes that this process runs the server `postmaster`. */
export async function recordOwner(layout: Layout, postmaster: number): Promise<void> {
  const attendance: Attendance = { postmaster, owner: await identify(process.pid) };
  const staging = `${layout.owner}.${process.pid}`;
  await writeFile(staging, JSON.stringify(attendance));
  await rename(staging, layout.owner);
}

/** The process number in the data folder's lock file, or `null` when there is no lock. */
export async function lockedBy(layout: Layout): Promise<number | null> {
  const text = await readFile(join(layout.cluster, 'postmaster.pid'), 'utf8').catch(() => null);
  return text === null ? null : Number.parseInt(text, 10);
}

/**
 * Looks for a server on the data folder. A lock file whose process number now belongs to another
 * program would keep PostgreSQL from starting; it is removed.
 */
export async function findRunning(layout: Layout): Promise<RunningPostmaster | null> {
  const pid = await lockedBy(layout);
  if (pid === null || !(pid > 0) || !isAlive(pid)) return null;
  if (!(await isPostgres(pid))) {
    await rm(join(layout.cluster, 'postmaster.pid'), { force: true });
    return null;
  }
  return { pid, attended: await isAttended(layout, pid) };
}
