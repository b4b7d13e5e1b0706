import type { Clock } from '#platform/clock/clock.ts';
import { pruneBackups } from '#platform/database/backup/retention.ts';
import { type BackupProgress, takeBackup } from '#platform/database/backup/take-backup.ts';
import type { EmbeddedServer } from '#platform/database/embedded/server.ts';
import type { BackupMaker } from './backups.service.ts';

/** What backups of the embedded server are made with. */
export interface EmbeddedBackupOptions {
  readonly server: EmbeddedServer;
  readonly clock: Clock;
  /** Folder, or `null` for the data folder's own. */
  readonly directory: string | null;
  /** Days after which a backup is removed, asked after each backup. The newest always stays. */
  readonly keepDays: () => number;
}

const shareOf = ({ bytesDone, bytesTotal }: BackupProgress): number =>
  bytesTotal ? Math.min(bytesDone / bytesTotal, 1) : 0;

/** Makes base backups of the embedded server, and removes those that are too old after each. */
export function embeddedBackupMaker(options: EmbeddedBackupOptions): BackupMaker {
  const { server, clock, keepDays } = options;
  const directory = options.directory ?? server.layout.backups;
  return {
    directory,
    async make({ signal, onProgress }) {
      const { path, bytes } = await takeBackup(server, {
        directory,
        clock,
        signal,
        onProgress: (progress) => onProgress(shareOf(progress)),
      });
      const { archive } = server.layout;
      await pruneBackups({ directory, archive, keepDays: keepDays(), now: clock.now() });
      return { path, bytes };
    },
  };
}
