import type { Backup } from '#contract/operations.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import { redactText } from '#platform/log/redaction.ts';
import type { Platform } from '#platform/platform.ts';
import {
  abandonBackups,
  backupById,
  type BackupRow,
  finishBackup,
  insertBackup,
  pageOfBackups,
  updateProgress,
} from './backups.queries.ts';

/** Makes backups of the embedded database. Absent where somebody else runs the server. */
export interface BackupMaker {
  /** Folder that backups are put into. */
  readonly directory: string;
  /** Makes one; `onProgress` is told the share done, 0 to 1. Keeps nothing when aborted. */
  make(options: {
    readonly signal: AbortSignal;
    readonly onProgress: (share: number) => void;
  }): Promise<{ readonly path: string; readonly bytes: number }>;
}

/** Who asks for a backup; `null` for the schedule. */
export type BackupRequester = { readonly userId: string; readonly username: string } | null;

/** Backups and what is known of them. */
export interface BackupsService extends AsyncDisposable {
  /** Starts a backup and answers its row, or says why it does not start. */
  start(requester: BackupRequester): Promise<Backup | 'running' | 'not-offered'>;
  /** Resolves when the backup that this process makes has ended; at once when there is none. */
  readonly settled: Promise<void>;
  list(reader: { readonly userId: string }, page: PageRequest): Promise<Page<Backup>>;
  /** The backup, again at each step until it has ended. Ends at once when it is not there. */
  progress(
    reader: { readonly userId: string },
    id: string,
    signal: AbortSignal,
  ): AsyncGenerator<Backup>;
  /** Writes off what this station left unfinished when it stopped. */
  writeOff(): Promise<number>;
}

const TASK = 'backup';
const SMALLEST_STEP = 0.01;
const LEFT_UNFINISHED = 'The program ended before the backup was finished.';

type Needs = Pick<Platform, 'database' | 'changes' | 'host' | 'log'>;

/** Makes the service over `maker`. */
export function createBackupsService(
  { database, changes, host, log }: Needs,
  maker: BackupMaker | null,
  audit: AuditService,
): BackupsService {
  const stopping = new AbortController();
  let settled: Promise<void> = Promise.resolve();

  async function announce(requester: BackupRequester, location: string): Promise<BackupRow | null> {
    return database.asSystem(TASK, async (tx) => {
      const id = await insertBackup(tx, {
        kind: requester ? 'manual' : 'scheduled',
        location,
        workstation: host.workstation,
        requestedBy: requester?.userId ?? null,
      });
      await audit.record(tx, {
        userId: requester?.userId ?? null,
        username: requester?.username ?? TASK,
        action: 'backup.create',
        targetType: 'backup',
        targetId: id,
      });
      return (await backupById(tx, id)) ?? null;
    });
  }

  function progressWriter(id: string): (share: number) => void {
    let written = 0;
    return (share) => {
      if (share - written < SMALLEST_STEP) return;
      written = share;
      database
        .asSystem(TASK, (tx) => updateProgress(tx, id, Math.min(share, 1)))
        .catch((error: unknown) => log.warn('Progress of a backup was not recorded.', { error }));
    };
  }

  async function make(id: string, from: BackupMaker): Promise<void> {
    try {
      const { path, bytes } = await from.make({
        signal: stopping.signal,
        onProgress: progressWriter(id),
      });
      const end = { status: 'succeeded', location: path, bytes } as const;
      await database.asSystem(TASK, (tx) => finishBackup(tx, id, end));
    } catch (error) {
      log.error('A backup failed.', error, { backup: id });
      const reason = redactText(error instanceof Error ? error.message : String(error));
      const end = { status: 'failed', error: reason } as const;
      await database.asSystem(TASK, (tx) => finishBackup(tx, id, end));
    }
  }

  const read = (reader: { readonly userId: string }, id: string, signal: AbortSignal) =>
    database.asUser(reader, (tx: Tx) => backupById(tx, id), { signal });

  return {
    async start(requester) {
      if (!maker) return 'not-offered';
      try {
        const row = await announce(requester, maker.directory);
        if (!row) return 'running';
        settled = make(row.id, maker).catch((error: unknown) =>
          log.error('The end of a backup was not recorded.', error, { backup: row.id }),
        );
        return backupOf(row);
      } catch (error) {
        if (violates(error, 'backups_one_running')) return 'running';
        throw error;
      }
    },
    get settled() {
      return settled;
    },
    async list(reader, page) {
      const { rows, nextCursor } = await database.asUser(reader, (tx) => pageOfBackups(tx, page));
      return { rows: rows.map(backupOf), nextCursor };
    },
    async *progress(reader, id, signal) {
      const steps = changes.watch(['operations.backups'], signal)[Symbol.asyncIterator]();
      for (let row = await read(reader, id, signal); row; row = await read(reader, id, signal)) {
        yield backupOf(row);
        if (row.status !== 'running') return;
        const { done } = await steps.next();
        if (done) return;
      }
    },
    writeOff: () =>
      database.asSystem(TASK, (tx) => abandonBackups(tx, host.workstation, LEFT_UNFINISHED)),
    async [Symbol.asyncDispose]() {
      stopping.abort(new Error(LEFT_UNFINISHED));
      await settled;
    },
  };
}

function backupOf(row: BackupRow): Backup {
  return {
    id: row.id,
    kind: row.kind as Backup['kind'],
    status: row.status as Backup['status'],
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    location: row.location,
    bytes: row.bytes,
    schemaVersion: row.schema_version,
    workstation: row.workstation,
    progress: row.progress,
    error: row.error,
  };
}
