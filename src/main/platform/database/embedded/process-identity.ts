import { readFile } from 'node:fs/promises';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the kernel's own ticks; `null` where the system does not tell. */
  readonly started: string | null;
}

/** Whether a process with this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function startOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const START_TIME = 19;
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[START_TIME] ?? null;
}

/** Identity of a running process. */
export const identify = async (pid: number): Promise<ProcessIdentity> => ({
  pid,
  started: await startOf(pid),
});

/** Whether the very process is still running. */
export async function stillRuns(identity: ProcessIdentity): Promise<boolean> {
  if (!isAlive(identity.pid)) return false;
  return identity.started === null || identity.started === (await startOf(identity.pid));
}
