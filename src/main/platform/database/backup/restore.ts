import { execFile } from 'node:child_process';
import { rename, rm, writeFile, chown } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Clock } from '../../clock/clock.ts';
import type { Log } from '../../log/log.ts';
import { openClient } from '../client.ts';
import { type ServerAccount, serverAccount } from '../embedded/account.ts';
import { makeServerFolder } from '../embedded/initialise.ts';
import {
  discardedCluster,
  incomingCluster,
  replacedCluster,
  whileRestoring,
  recoverFromRestore,
  undoRestore,
} from '../embedded/interrupted-restore.ts';
import { type Layout, layoutOf } from '../embedded/layout.ts';
import { findRunning } from '../embedded/running-postmaster.ts';
import { type EmbeddedServer, startEmbeddedServer } from '../embedded/server.ts';
import { usualTuning } from '../embedded/settings.ts';
import { readManifest, verifyFiles } from './manifest.ts';

const run = promisify(execFile);

/** What a restore is done with. */
export interface RestoreOptions {
  readonly dataDir: string;
  /** Folder of the backup. */
  readonly backup: string;
  /**
   * The moment to restore to, exclusive of later commits; `null` for the backup itself. Needs the
   * archived log from the backup until then.
   */
  readonly until: Date | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Told what is being done, in words for a person. */
  readonly onStep?: (step: string) => void;
}

/** The restore could not be finished; the database is as it was before. */
export class RestoreFailed extends Error {
  override readonly name = 'RestoreFailed';
  readonly code = 'RESTORE_FAILED';
}

const RECOVERY_PATIENCE_MS = 3_600_000;

async function unpack(
  backup: string,
  cluster: string,
  account: ServerAccount | null,
): Promise<void> {
  await rm(cluster, { recursive: true, force: true });
  await makeServerFolder(cluster, account);
  const as = account ? { uid: account.uid, gid: account.gid, cwd: cluster } : { cwd: cluster };
  await run('tar', ['-xf', join(backup, 'base.tar'), '-C', cluster], as);
}

const shellQuoted = (path: string): string =>
  `'${path.replaceAll('%', '%%').replaceAll("'", String.raw`'\''`)}'`;

const copyFrom = (folder: string): string => `cp ${shellQuoted(folder)}/%f "%p" 2>/dev/null`;

/** Fetches a log file from the archive, or from the replaced server's own log that was not archived yet. */
function restoreCommand(layout: Layout, replaced: string): string {
  if (process.platform === 'win32') return `copy "${layout.archive}\\%f" "%p"`;
  return `${copyFrom(layout.archive)} || ${copyFrom(join(replaced, 'pg_wal'))}`;
}

async function requestRecovery(cluster: string, account: ServerAccount | null): Promise<void> {
  const signal = join(cluster, 'recovery.signal');
  await writeFile(signal, '', { mode: 0o600 });
  if (account) await chown(signal, account.uid, account.gid);
}

function recoverySettings(layout: Layout, replaced: string, until: Date | null) {
  if (until === null) return {};
  return {
    restore_command: restoreCommand(layout, replaced),
    recovery_target_time: until.toISOString().replace('Z', '+00'),
    recovery_target_inclusive: 'off',
    recovery_target_action: 'promote',
  };
}

async function waitUntilRecovered(server: EmbeddedServer, clock: Clock): Promise<void> {
  const until = clock.monotonic() + RECOVERY_PATIENCE_MS;
  await using connection = await openClient(server.target('superuser', 'postgres'), 'restore');
  for (;;) {
    const answer = await connection.client.query<{ recovering: boolean }>(
      'select pg_is_in_recovery() as recovering',
    );
    if (!answer.rows[0]?.recovering) return;
    if (clock.monotonic() > until) throw new Error('Recovery did not end within an hour.');
    await clock.sleep(50);
  }
}

async function proveStart(
  options: RestoreOptions,
  layout: Layout,
  replaced: string,
): Promise<void> {
  await using server = await startEmbeddedServer({
    ...options,
    tuning: {
      ...(await usualTuning(layout)),
      extra: recoverySettings(layout, replaced, options.until),
    },
    restoring: true,
  });
  await waitUntilRecovered(server, options.clock);
}

/**
 * Puts a backup in the place of the embedded database, which must not be running. Every file is
 * checked first; the replaced data stays aside until the restored server has started, and comes
 * back if it does not. Throws `BackupDamaged` or {@link RestoreFailed}.
 */
export async function restoreBackup(options: RestoreOptions): Promise<void> {
  const layout = layoutOf(options.dataDir);
  const account = await serverAccount();
  if (await findRunning(layout)) {
    throw new RestoreFailed('The database is in use. Close the program on this machine first.');
  }
  await recoverFromRestore(layout);
  await whileRestoring(layout, () => replaceCluster(options, layout, account));
}

async function replaceCluster(
  options: RestoreOptions,
  layout: Layout,
  account: ServerAccount | null,
): Promise<void> {
  const { backup, until, onStep } = options;
  const incoming = incomingCluster(layout);
  const replaced = replacedCluster(layout);
  const manifest = await readManifest(backup);
  onStep?.('unpacking');
  await unpack(backup, incoming, account);
  onStep?.('checking every file');
  await verifyFiles(manifest, incoming);
  if (until) await requestRecovery(incoming, account);

  await rename(layout.cluster, replaced);
  await rename(incoming, layout.cluster);
  onStep?.('starting the restored database');
  try {
    await proveStart(options, layout, replaced);
  } catch (error) {
    await undoRestore(layout);
    const said = error instanceof Error ? error.message : String(error);
    throw new RestoreFailed(
      `The restored database did not start, so the one from before is back. ${said}`,
      { cause: error },
    );
  }
  await rename(replaced, discardedCluster(layout));
  await rm(discardedCluster(layout), { recursive: true, force: true });
}
