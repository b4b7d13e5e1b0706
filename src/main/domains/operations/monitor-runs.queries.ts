import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import {
  type Page,
  type PageRequest,
  readPage,
  type SortOrder,
} from '#platform/database/paging.ts';

const silence = sql<number>`(extract(epoch from
  clock_timestamp() - greatest(last_succeeded_at, watched_since)) * 1000)::float8`;

/** A monitor with its last run, as the database stores it. */
export type MonitorState = Awaited<ReturnType<typeof listMonitors>>[number];

/** Every monitor by name. `silent_ms`: since its last success, or since it was taken on. */
export function listMonitors(tx: Tx) {
  return tx
    .selectFrom('operations.monitors')
    .select([
      'name',
      'interval_ms',
      'deadline_ms',
      'last_started_at',
      'last_finished_at',
      'last_succeeded_at',
      'last_outcome',
      'failures_in_a_row',
      silence.as('silent_ms'),
    ])
    .orderBy('name')
    .execute();
}

/** What a list of runs may be narrowed to. */
export interface RunFilter {
  readonly monitor?: string | undefined;
  readonly outcome?: string | undefined;
}

function runRows(tx: Tx) {
  return tx
    .selectFrom('operations.monitor_runs as r')
    .select([
      'r.id',
      'r.monitor',
      'r.workstation',
      'r.started_at',
      'r.finished_at',
      'r.outcome',
      'r.affected',
      'r.note',
      'r.error',
    ]);
}

/** A run as the database stores it. */
export type RunRow = Awaited<ReturnType<ReturnType<typeof runRows>['execute']>>[number];

const newestRunFirst: SortOrder<RunRow> = [{ column: 'r.id', property: 'id', direction: 'desc' }];

/** One page of runs, newest first. */
export function pageOfRuns(
  tx: Tx,
  { monitor, outcome }: RunFilter,
  page: PageRequest,
): Promise<Page<RunRow>> {
  const query = runRows(tx)
    .$if(monitor !== undefined, (q) => q.where('r.monitor', '=', monitor ?? ''))
    .$if(outcome !== undefined, (q) => q.where('r.outcome', '=', outcome ?? ''));
  return readPage(query, newestRunFirst, page);
}
