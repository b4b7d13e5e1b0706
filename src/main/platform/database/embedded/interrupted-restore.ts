import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseMisconfigured } from '../errors.ts';
import type { Layout } from './layout.ts';
import { identify, type ProcessIdentity, stillRuns } from './process-identity.ts';

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Where a restore keeps the data it replaces until the restored server has started. */
export const replacedCluster = (layout: Layout): string => `${layout.cluster}.replaced`;

/** Where a restore puts replaced data that is no longer needed, for removal. */
export const discardedCluster = (layout: Layout): string => `${layout.cluster}.discarded`;

/** Where a restore unpacks a backup. */
export const incomingCluster = (layout: Layout): string => `${layout.cluster}.incoming`;

const markFile = (layout: Layout): string => join(layout.home, 'restoring.json');

/** Runs `work` while no other process may start the data of this folder. */
export async function whileRestoring(layout: Layout, work: () => Promise<void>): Promise<void> {
  const mark = markFile(layout);
  await writeFile(mark, JSON.stringify(await identify(process.pid)));
  try {
    await work();
  } finally {
    await rm(mark, { force: true });
  }
}

async function assertNobodyRestores(layout: Layout): Promise<void> {
  const text = await readFile(markFile(layout), 'utf8').catch(() => null);
  if (text === null) return;
  if (await stillRuns(JSON.parse(text) as ProcessIdentity)) {
    throw new DatabaseMisconfigured('A backup is being restored. Wait until that is done.');
  }
  await rm(markFile(layout), { force: true });
}

/**
 * Brings the data from before back when a restore was cut off, and clears what it left behind.
 * Throws `DatabaseMisconfigured` while another process restores.
 */
export async function recoverFromRestore(layout: Layout): Promise<void> {
  await assertNobodyRestores(layout);
  await undoRestore(layout);
}

/** Puts the replaced data back and removes what a restore made. */
export async function undoRestore(layout: Layout): Promise<void> {
  const replaced = replacedCluster(layout);
  if (await exists(replaced)) {
    await rm(layout.cluster, { recursive: true, force: true });
    await rename(replaced, layout.cluster);
  }
  await rm(discardedCluster(layout), { recursive: true, force: true });
  await rm(incomingCluster(layout), { recursive: true, force: true });
}
