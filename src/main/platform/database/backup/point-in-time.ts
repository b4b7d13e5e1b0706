import { rm, stat } from 'node:fs/promises';
import { serverAccount } from '../embedded/account.ts';
import { makeServerFolder } from '../embedded/initialise.ts';
import type { Layout } from '../embedded/layout.ts';

/**
 * Switches point-in-time recovery on for the next start of the embedded server. It costs disk: the
 * log since the oldest kept backup stays. Take a backup afterwards; recovery starts from one.
 */
export async function enablePointInTime(layout: Layout): Promise<void> {
  await makeServerFolder(layout.archive, await serverAccount());
}

/** Switches point-in-time recovery off for the next start and removes the archived log. */
export async function disablePointInTime(layout: Layout): Promise<void> {
  await rm(layout.archive, { recursive: true, force: true });
}

/** Whether the next start of the embedded server archives its log. */
export async function pointInTimeEnabled(layout: Layout): Promise<boolean> {
  return stat(layout.archive).then(
    () => true,
    () => false,
  );
}
