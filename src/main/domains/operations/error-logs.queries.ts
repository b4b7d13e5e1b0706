import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import {
  type Page,
  type PageRequest,
  readPage,
  type SortOrder,
} from '#platform/database/paging.ts';

/** A failure to keep, redacted already. */
export interface NewErrorLog {
  readonly incident: string;
  readonly errorType: string;
  readonly message: string;
  readonly stackTrace: string | null;
  readonly userId: string | null;
  readonly requestPath: string | null;
  readonly requestMethod: string;
  readonly requestData: Readonly<Record<string, unknown>>;
  readonly appContext: string;
  readonly at: Date;
}

/** Keeps a failure; an incident is kept once. */
export async function insertErrorLog(tx: Tx, error: NewErrorLog): Promise<void> {
  await tx
    .insertInto('operations.error_logs')
    .values({
      incident: error.incident,
      error_type: error.errorType.slice(0, 100),
      message: error.message,
      stack_trace: error.stackTrace,
      user_id: error.userId,
      request_path: error.requestPath?.slice(0, 255) ?? null,
      request_method: error.requestMethod,
      request_data: JSON.stringify(error.requestData),
      app_context: error.appContext,
      timestamp: error.at.toISOString(),
    })
    .onConflict((conflict) => conflict.column('incident').doNothing())
    .execute();
}

/** What a list of failures may be narrowed to. */
export interface ErrorFilter {
  readonly resolved?: boolean | undefined;
  readonly incident?: string | undefined;
}

function errorRows(tx: Tx) {
  return tx
    .selectFrom('operations.error_logs as e')
    .select([
      'e.id',
      'e.incident',
      'e.error_code',
      'e.error_type',
      'e.message',
      'e.stack_trace',
      'e.user_id',
      sql<string | null>`host(e.ip_address)`.as('ip_address'),
      'e.request_path',
      'e.request_method',
      'e.app_context',
      'e.timestamp',
      'e.is_resolved',
      'e.resolved_by',
      'e.resolved_at',
    ]);
}

/** A failure as the database stores it. */
export type ErrorRow = Awaited<ReturnType<ReturnType<typeof errorRows>['execute']>>[number];

const newestFirst: SortOrder<ErrorRow> = [{ column: 'e.id', property: 'id', direction: 'desc' }];

/** One page of failures, newest first. */
export function pageOfErrors(
  tx: Tx,
  { resolved, incident }: ErrorFilter,
  page: PageRequest,
): Promise<Page<ErrorRow>> {
  const query = errorRows(tx)
    .$if(resolved !== undefined, (q) => q.where('e.is_resolved', '=', resolved ?? false))
    .$if(incident !== undefined, (q) => q.where('e.incident', '=', incident ?? ''));
  return readPage(query, newestFirst, page);
}

/** Marks open failures as dealt with; answers which were open. */
export async function resolveErrors(
  tx: Tx,
  ids: readonly number[],
  userId: string,
): Promise<number[]> {
  const rows = await tx
    .updateTable('operations.error_logs')
    .set({ is_resolved: true, resolved_by: userId, resolved_at: sql<string>`now()` })
    .where('id', 'in', [...ids])
    .where('is_resolved', '=', false)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
