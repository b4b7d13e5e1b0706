import { rename, rm, stat } from 'node:fs/promises';
import type { Layout } from './layout.ts';

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

/** Brings the data from before back when a restore was cut off, and clears what it left behind. */
export async function undoInterruptedRestore(layout: Layout): Promise<void> {
  const replaced = replacedCluster(layout);
  if (await exists(replaced)) {
    await rm(layout.cluster, { recursive: true, force: true });
    await rename(replaced, layout.cluster);
  }
  await rm(discardedCluster(layout), { recursive: true, force: true });
  await rm(incomingCluster(layout), { recursive: true, force: true });
}
