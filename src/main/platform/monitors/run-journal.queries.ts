import { sql } from 'kysely';
import type { Tx } from '../database/database.ts';
import type { Monitor } from './monitor.ts';

/** How long ago a monitor started last. */
export interface MonitorAge {
  readonly name: string;
  /** Milliseconds by the database's clock; `null` when it never ran. */
  readonly age_ms: number | null;
}

/** Closes runs that earlier leaders left open. */
export async function abandonRuns(tx: Tx, epoch: number): Promise<void> {
  await sql`
    update operations.monitor_runs
    set outcome = 'abandoned', finished_at = clock_timestamp()
    where outcome = 'running' and epoch < ${epoch}`.execute(tx);
}

/** Makes the table of monitors be exactly those that run now, and answers when each last started. */
export async function adoptMonitors(tx: Tx, monitors: readonly Monitor[]): Promise<MonitorAge[]> {
  const wanted = JSON.stringify(
    monitors.map(({ name, intervalMs, deadlineMs }) => ({ name, intervalMs, deadlineMs })),
  );
  await sql`
    delete from operations.monitors
    where name not in (select m->>'name' from jsonb_array_elements(${wanted}::jsonb) as m)`.execute(
    tx,
  );
  const { rows } = await sql<MonitorAge>`
    insert into operations.monitors as known (name, interval_ms, deadline_ms)
    select m->>'name', (m->>'intervalMs')::integer, (m->>'deadlineMs')::integer
    from jsonb_array_elements(${wanted}::jsonb) as m
    on conflict (name) do update
    set interval_ms = excluded.interval_ms, deadline_ms = excluded.deadline_ms,
        watched_since = now()
    returning name,
      (extract(epoch from clock_timestamp() - known.last_started_at) * 1000)::float8 as age_ms`.execute(
    tx,
  );
  return rows;
}

/** Notes the start of a run; answers its number. */
export async function startRun(
  tx: Tx,
  run: { readonly monitor: string; readonly epoch: number; readonly workstation: string },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with started as (
      insert into operations.monitor_runs (monitor, epoch, workstation)
      values (${run.monitor}, ${run.epoch}, ${run.workstation})
      returning id, started_at),
    noted as (
      update operations.monitors set last_started_at = started_at
      from started where name = ${run.monitor})
    select id from started`.execute(tx);
  if (!rows[0]) throw new Error(`The start of ${run.monitor} was not recorded.`);
  return rows[0].id;
}

/** What is noted of a run that ended. */
export interface FinishedRun {
  readonly run: number;
  readonly monitor: string;
  readonly outcome: string;
  readonly affected: number | null;
  readonly note: string | null;
  readonly error: string | null;
}

/**
 * Notes the end of a run, unless a later leader has written it off. The run before it goes when it
 * found nothing to do, so that of idle runs only the newest stays: the sign that the monitor lives.
 */
export async function finishRun(tx: Tx, end: FinishedRun): Promise<void> {
  await sql`
    with finished as (
      update operations.monitor_runs
      set finished_at = clock_timestamp(), outcome = ${end.outcome}, affected = ${end.affected},
          note = ${end.note}, error = ${end.error}
      where id = ${end.run} and outcome = 'running'
      returning finished_at, outcome),
    idle as (
      delete from operations.monitor_runs
      where id = (
          select before.id from operations.monitor_runs as before
          where before.monitor = ${end.monitor} and before.id < ${end.run}
          order by before.id desc limit 1)
        and outcome = 'succeeded' and affected = 0)
    update operations.monitors
    set last_finished_at = finished.finished_at,
        last_outcome = finished.outcome,
        last_succeeded_at =
          case when finished.outcome = 'succeeded' then finished.finished_at else last_succeeded_at end,
        failures_in_a_row =
          case when finished.outcome = 'succeeded' then 0 else failures_in_a_row + 1 end
    from finished
    where name = ${end.monitor}`.execute(tx);
}
