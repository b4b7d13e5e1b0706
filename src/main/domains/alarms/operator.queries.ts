import { type RawBuilder, sql } from 'kysely';
import type { SeenAlarm, SeenAssignment, SkipReason } from '#contract/alarms.ts';
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

/** Something done to alarms as they were seen; what is added to them takes them as they are. */
export type PlainAction =
  | { readonly kind: 'reset'; readonly seen: readonly SeenAlarm[] }
  | {
      readonly kind: 'assign';
      readonly seen: readonly SeenAssignment[];
      readonly to: string | null;
    }
  | { readonly kind: 'comment'; readonly seen: readonly { id: string }[]; readonly text: string };

interface ActionParts {
  /** Whether it applies to an alarm `a`. */
  readonly applies: RawBuilder<boolean>;
  /** Why it does not. */
  readonly skip: RawBuilder<SkipReason>;
  /** Whether `a` is as it was seen in `g`. */
  readonly asSeen: RawBuilder<boolean>;
  /** What it is called when it is not. */
  readonly changed: SkipReason;
  readonly write: RawBuilder<unknown>;
}

/** Which alarms an action applies to, what it writes, and why it leaves the others alone. */
function partsOf(action: PlainAction): ActionParts {
  switch (action.kind) {
    case 'reset':
      return {
        applies: sql`a.is_latched`,
        skip: sql`'not-latched'`,
        asSeen: sql`a.annunciation = g.annunciation`,
        changed: 'changed',
        write: sql`is_latched = false`,
      };
    case 'assign':
      return {
        applies: sql`a.is_listed and a.assigned_to is distinct from ${action.to}::uuid`,
        skip: sql`case when a.is_listed then 'unchanged' else 'not-found' end`,
        asSeen: sql`a.assigned_to is not distinct from g.assigned_to`,
        changed: 'reassigned',
        write: sql`assigned_to = ${action.to}::uuid, assigned_at = clock_timestamp()`,
      };
    case 'comment':
      return {
        applies: sql`true`,
        skip: sql`'unchanged'`,
        asSeen: sql`true`,
        changed: 'changed',
        write: sql`comment_count = a.comment_count + 1, last_comment = ${action.text}`,
      };
  }
}

/** The alarms of an action as rows `g`. */
const seenRows = ({ seen }: PlainAction) => sql`
  select distinct on (s.id) s.id, s.annunciation, s."assignedTo" as assigned_to
  from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as s (id uuid, annunciation integer, "assignedTo" uuid)
  order by s.id, s.annunciation desc`;

/** Resets latches, assigns or comments, in one statement. */
export async function actOnAlarms(tx: Tx, action: PlainAction): Promise<ActedRow[]> {
  const { applies, skip, asSeen, changed, write } = partsOf(action);
  const { rows } = await sql<ActedRow>`
    with g as (${seenRows(action)}),
    locked as (
      select a.id, ${applies} as applies, ${asSeen} as as_seen, ${skip} as skip
      from alarms.alarms as a join g on g.id = a.id
      order by a.id
      for update of a),
    done as (
      update alarms.alarms as a set ${write}
      from locked as l where a.id = l.id and l.applies and l.as_seen
      returning a.id)
    select g.id,
           case
             when l.id is null then 'not-found'
             when done.id is not null then null
             when not l.applies then l.skip
             else ${changed}
           end as skipped
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
