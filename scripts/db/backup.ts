import { isAbsolute, join } from 'node:path';
import { systemClock } from '#platform/clock/system-clock.ts';
import { disablePointInTime, enablePointInTime } from '#platform/database/backup/point-in-time.ts';
import { restoreBackup } from '#platform/database/backup/restore.ts';
import { type BackupProgress, takeBackup } from '#platform/database/backup/take-backup.ts';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { silentLog } from '#platform/log/log.ts';
import { BadUsage, type ToolOptions } from './options.ts';
import { assertInitialised, selectSource, withEmbedded } from './source.ts';

async function assertEmbedded(options: ToolOptions): Promise<void> {
  const source = await selectSource(options);
  if (source.kind === 'url') {
    throw new BadUsage(
      'This command is for the embedded database. Back an external server up with its own tools (pg_basebackup, pg_dump).',
    );
  }
  await assertInitialised(options.dataDir);
}

const MB = 1_000_000;

function showProgress({ phase, bytesDone, bytesTotal }: BackupProgress): void {
  const of = bytesTotal === null ? '' : ` of ${Math.ceil(bytesTotal / MB)} MB`;
  console.error(`${phase}: ${Math.floor(bytesDone / MB)}${of}`);
}

/** Takes a base backup and prints where it is. */
export async function backup(options: ToolOptions): Promise<number> {
  await assertEmbedded(options);
  const { directory } = options;
  const taken = await withEmbedded(options.dataDir, (server) =>
    takeBackup(server, {
      clock: systemClock,
      onProgress: showProgress,
      ...(directory ? { directory } : {}),
    }),
  );
  console.log(taken.path);
  return 0;
}

/** Puts a backup, by name or path, in the place of the database. */
export async function restore(options: ToolOptions): Promise<number> {
  await assertEmbedded(options);
  const [name] = options.words;
  if (!name) throw new BadUsage('Name the backup to restore; "status" shows the newest.');
  const directory = options.directory ?? layoutOf(options.dataDir).backups;
  await restoreBackup({
    dataDir: options.dataDir,
    backup: isAbsolute(name) ? name : join(directory, name),
    until: options.until,
    clock: systemClock,
    log: silentLog,
    onStep: (step) => console.error(step),
  });
  console.log(`Restored ${name}${options.until ? ` up to ${options.until.toISOString()}` : ''}.`);
  return 0;
}

/** Switches archiving of the log on or off, from the next start of the database. */
export async function pointInTime(options: ToolOptions): Promise<number> {
  await assertEmbedded(options);
  const layout = layoutOf(options.dataDir);
  const [wanted] = options.words;
  if (wanted === 'on') await enablePointInTime(layout);
  else if (wanted === 'off') await disablePointInTime(layout);
  else throw new BadUsage('Say "point-in-time on" or "point-in-time off".');
  console.log(`Point-in-time recovery is ${wanted} from the next start of the program.`);
  if (wanted === 'on') console.log('Take a backup after that start: recovery begins with one.');
  return 0;
}
