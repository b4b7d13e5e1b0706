import { constants } from 'node:fs';
import { access, chmod, mkdir } from 'node:fs/promises';
import { codeOf } from '#platform/database/sqlstate.ts';

/** The data folder cannot be used; the message is one sentence for the person at the terminal. */
export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable';
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
    throw new DataFolderUnusable(
      `The data folder ${path} cannot be used (${codeOf(error)}). Choose another with --data DIR, or change who owns it.`,
      { cause: error },
    );
  }
}
