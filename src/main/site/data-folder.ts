import { constants } from 'node:fs';
import { access, chmod, mkdir } from 'node:fs/promises';
import type { StartOptions } from '#platform/config/options.ts';
import { userDataDir } from '#platform/config/paths.ts';
import { codeOf } from '#platform/database/sqlstate.ts';

/** The data folder cannot be used; the message is one sentence for the person at the terminal. */
export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable';
  constructor(path: string, cause: unknown) {
    super(
      `The data folder ${path} cannot be used (${codeOf(cause)}). Choose another with --data DIR, or change who owns it.`,
      { cause },
    );
  }
}

/** The folder of settings, keys and database: the named one, or this user's, apart for the demo. */
export function dataFolderOf({ dataDir, demo }: Pick<StartOptions, 'dataDir' | 'demo'>): string {
  return dataDir ?? (demo ? `${userDataDir()}-demo` : userDataDir());
}

/**
 * Makes the folder of settings, keys and database where it is missing, for its owner only. Throws
 * {@link DataFolderUnusable}.
 */
export async function ensureDataFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    await chmod(path, 0o711);
  } catch (error) {
    throw new DataFolderUnusable(path, error);
  }
}
