import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import {
  type Page,
  type PageRequest,
  readPage,
  type SortOrder,
} from '#platform/database/paging.ts';

/** A backup that begins. */
export interface NewBackup {
  readonly kind: 'scheduled' | 'manual';
  readonly location: string;
  readonly workstation: string;
  readonly requestedBy: string | null;
}

function backupRows(tx: Tx) {
  return tx
    .selectFrom('operations.backups as b')
    .select([
      'b.id',
      'b.kind',
      'b.status',
      'b.started_at',
      'b.finished_at',
      'b.location',
      'b.bytes',
      'b.schema_version',
      'b.workstation',
      'b.progress',
      'b.error',
    ]);
}

/** A backup as the database stores it. */
export type BackupRow = Awaited<ReturnType<ReturnType<typeof backupRows>['execute']>>[number];

const newestFirst: SortOrder<BackupRow> = [
  { column: 'b.started_at', property: 'started_at', direction: 'desc' },
  { column: 'b.id', property: 'id', direction: 'desc' },
];

/** One page of backups, newest first. */
export function pageOfBackups(tx: Tx, page: PageRequest): Promise<Page<BackupRow>> {
  return readPage(backupRows(tx), newestFirst, page);
}

/** One backup. */
export function backupById(tx: Tx, id: string): Promise<BackupRow | undefined> {
  return backupRows(tx).where('b.id', '=', id).executeTakeFirst();
}

/** Notes that a backup begins; violates `backups_one_running` while another is being made. */
export async function insertBackup(tx: Tx, backup: NewBackup): Promise<string> {
  const { id } = await tx
    .insertInto('operations.backups')
    .values({
      kind: backup.kind,
      location: backup.location,
      workstation: backup.workstation,
      requested_by: backup.requestedBy,
      schema_version: sql<string>`(select max(name) from platform.schema_migrations)`,
      server_version: sql<string>`current_setting('server_version')`,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Notes how far a backup is, 0 to 1. */
export async function updateProgress(tx: Tx, id: string, progress: number): Promise<void> {
  await tx
    .updateTable('operations.backups')
    .set({ progress })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .execute();
}

/** How a backup ended. */
export type BackupEnd =
  | { readonly status: 'succeeded'; readonly location: string; readonly bytes: number }
  | { readonly status: 'failed'; readonly error: string };

/** Notes the end of a backup. */
export async function finishBackup(tx: Tx, id: string, end: BackupEnd): Promise<void> {
  await tx
    .updateTable('operations.backups')
    .set({
      ...end,
      ...(end.status === 'succeeded' ? { progress: 1 } : {}),
      finished_at: sql<string>`now()`,
    })
    .where('id', '=', id)
    .execute();
}

/** Writes off backups that this station left unfinished; answers how many. */
export async function abandonBackups(tx: Tx, workstation: string, error: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('operations.backups')
    .set({ status: 'failed', error, finished_at: sql<string>`now()` })
    .where('status', '=', 'running')
    .where('workstation', '=', workstation)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Hours since the last backup that worked, or `null` when there is none. */
export async function hoursSinceBackup(tx: Tx): Promise<number | null> {
  const { rows } = await sql<{ hours: number | null }>`
    select (extract(epoch from now() - max(started_at)) / 3600)::float8 as hours
    from operations.backups where status = 'succeeded'`.execute(tx);
  return rows[0]?.hours ?? null;
}
