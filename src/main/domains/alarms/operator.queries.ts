import { sql } from 'kysely';
import type { SeenAlarm, SkipReason } from '#contract/alarms.ts';
import type { Tx } from '#platform/database/database.ts';
import type { ActedRow } from './overlays/shelving.queries.ts';

/** Tells the journal at which station, and with what words, the transaction acts. */
export async function actingFrom(
  tx: Tx,
  workstation: string | null,
  note: string | null,
): Promise<void> {
  await sql`
    select set_config('app.alarm_station', ${workstation ?? ''}, true),
           set_config('app.alarm_note', ${note ?? ''}, true)`.execute(tx);
}

/** Who acknowledges, from where and what they say. */
export interface Acknowledgement {
  readonly userId: string;
  readonly workstation: string | null;
  readonly note: string | null;
}

/** Acknowledges the alarms as they were seen, in one statement. */
export async function acknowledgeAlarms(
  tx: Tx,
  seen: readonly SeenAlarm[],
  { userId, workstation, note }: Acknowledgement,
): Promise<ActedRow[]> {
  const { rows } = await sql<ActedRow>`
    with g as (
      select distinct on (id) * from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb)
        as s (id uuid, annunciation integer)
      order by id, annunciation desc),
    locked as (
      select a.id, a.is_acknowledged, a.annunciation = g.annunciation as as_seen,
             t.note_required and ${note}::text is null as note_missing
      from alarms.alarms as a
      join g on g.id = a.id
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type
      order by a.id
      for update of a),
    done as (
      update alarms.alarms as a
      set is_acknowledged = true, acknowledged_at = clock_timestamp(), acknowledged_by = ${userId},
          acknowledged_from = ${workstation}, acknowledgement_note = ${note}
      from locked as l
      where a.id = l.id and not l.is_acknowledged and l.as_seen and not l.note_missing
      returning a.id)
    select g.id,
           case
             when l.id is null then 'not-found'
             when done.id is not null then null
             when l.is_acknowledged then 'already-acknowledged'
             when not l.as_seen then 'changed'
             else 'note-required'
           end as skipped
    from g left join locked as l on l.id = g.id left join done on done.id = g.id
    order by g.id`.execute(tx);
  return rows;
}

/** Something done to alarms whatever annunciation they are at. */
export type PlainAction =
  | { readonly kind: 'reset' }
  | { readonly kind: 'assign'; readonly to: string | null }
  | { readonly kind: 'comment'; readonly text: string };

/** Which alarms an action applies to, what it writes, and why it leaves the others alone. */
function partsOf(action: PlainAction) {
  switch (action.kind) {
    case 'reset':
      return {
        applies: sql`a.is_latched`,
        write: sql`is_latched = false`,
        skip: 'not-latched' satisfies SkipReason,
      };
    case 'assign':
      return {
        applies: sql`a.is_listed and a.assigned_to is distinct from ${action.to}::uuid`,
        write: sql`assigned_to = ${action.to}::uuid, assigned_at = clock_timestamp()`,
        skip: 'unchanged' satisfies SkipReason,
      };
    case 'comment':
      return {
        applies: sql`true`,
        write: sql`comment_count = a.comment_count + 1, last_comment = ${action.text}`,
        skip: 'unchanged' satisfies SkipReason,
      };
  }
}

/** Resets latches, assigns or comments, in one statement. */
export async function actOnAlarms(
  tx: Tx,
  ids: readonly string[],
  action: PlainAction,
): Promise<ActedRow[]> {
  const { applies, write, skip } = partsOf(action);
  const { rows } = await sql<ActedRow>`
    with g as (select distinct id from unnest(${[...ids]}::uuid[]) as s (id)),
    locked as (
      select a.id, ${applies} as applies from alarms.alarms as a
      where a.id in (select id from g)
      order by a.id
      for update of a),
    done as (
      update alarms.alarms as a set ${write}
      from locked as l where a.id = l.id and l.applies
      returning a.id)
    select g.id,
           case when done.id is not null then null when l.id is null then 'not-found' else ${skip} end as skipped
    from g left join locked as l on l.id = g.id left join done on done.id = g.id
    order by g.id`.execute(tx);
  return rows;
}

/** Closes an acknowledged event; `false` when it is not one that a person may close now. */
export async function resolveEvent(
  tx: Tx,
  { id, userId, note }: { readonly id: string; readonly userId: string; readonly note: string },
): Promise<boolean> {
  const { rows } = await sql`
    update alarms.alarms as a
    set is_resolved = true, resolved_at = clock_timestamp(), resolved_by = ${userId},
        resolution_notes = ${note}
    from alarms.alarm_types as t
    where a.id = ${id} and t.alarm_type = a.alarm_type and t.cleared_by = 'operator'
      and not a.is_resolved and a.is_acknowledged
    returning a.id`.execute(tx);
  return rows.length === 1;
}
