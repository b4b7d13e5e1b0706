import { sql } from 'kysely';
import type { AlarmPriority, SeenAlarm, SkipReason } from '#contract/alarms.ts';
import type { Tx } from '#platform/database/database.ts';

/** What raised an alarm. */
export interface AlarmSource {
  /** Noun, such as `node`. */
  readonly type: string;
  readonly id: string;
}

/** A condition that began, or happened once more. What is left out comes from the type. */
export interface Raise {
  readonly alarmType: string;
  readonly source: AlarmSource & { readonly name: string };
  readonly priority?: AlarmPriority | undefined;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** When it happened by the source's own clock. */
  readonly sourceTime?: Date | undefined;
  /** The person it concerns. */
  readonly userId?: string | undefined;
}

/** A condition that returned to normal. */
export interface Clear {
  readonly alarmType: string;
  readonly source: AlarmSource;
}

/** What became of a raise. `recurred` makes no new row and no new sound. */
export interface RaisedRow extends AlarmKey {
  /** `missed`: another process brought it back in the same moment; raise it once more. */
  readonly change: 'raised' | 'returned' | 'recurred' | 'missed';
}

/** What there is one open alarm of. */
export interface AlarmKey {
  readonly source_type: string;
  readonly source_id: string;
  readonly alarm_type: string;
}

/** What a statement is given: a raise, or a clear, which says less. */
type Given = Omit<Partial<Raise>, 'source' | 'alarmType'> & Clear;

function given(items: readonly Given[]): string {
  return JSON.stringify(
    items.map((item, position) => ({
      position,
      alarm_type: item.alarmType,
      source_type: item.source.type,
      source_id: item.source.id,
      source_name: 'name' in item.source ? item.source.name : null,
      priority: item.priority ?? null,
      title: item.title ?? null,
      message: item.message ?? null,
      details: item.details ?? null,
      source_time: item.sourceTime?.toISOString() ?? null,
      user_id: item.userId ?? null,
    })),
  );
}

const givenRows = (items: readonly Given[]) => sql`
  jsonb_to_recordset(${given(items)}::jsonb) as g (
    position integer, alarm_type text, source_type text, source_id text, source_name text,
    priority text, title text, message text, details jsonb, source_time timestamptz, user_id uuid)`;

/**
 * Raises alarms in one statement: continues an open one (occurrence + 1), brings back one that
 * returned to normal unacknowledged within its type's re-alarm time, or makes a new row. A raise
 * that worsens the priority takes the acknowledgement back. Disabled and unknown types are ignored.
 */
export async function raiseAlarms(tx: Tx, raises: readonly Raise[]): Promise<RaisedRow[]> {
  const { rows } = await sql<RaisedRow>`
    with wanted as (
      select distinct on (g.source_type, g.source_id, g.alarm_type)
             g.source_type, g.source_id, g.alarm_type, g.source_name, g.details, g.source_time, g.user_id,
             coalesce(g.priority, t.priority) as priority, coalesce(g.title, t.title) as title,
             coalesce(g.message, '') as message, t.re_alarm_seconds,
             count(*) over (partition by g.source_type, g.source_id, g.alarm_type)::integer as times
      from ${givenRows(raises)}
      join alarms.alarm_types as t on t.alarm_type = g.alarm_type and t.is_enabled
      order by g.source_type, g.source_id, g.alarm_type, g.position desc),
    recent as (
      select distinct on (w.source_type, w.source_id, w.alarm_type) a.id, w.*
      from wanted as w
      join alarms.alarms as a using (source_type, source_id, alarm_type)
      where a.is_resolved and not a.is_acknowledged
        and a.resolved_at > clock_timestamp() - make_interval(secs => w.re_alarm_seconds)
        and not exists (
          select from alarms.alarms as o
          where (o.source_type, o.source_id, o.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
            and not o.is_resolved)
      order by w.source_type, w.source_id, w.alarm_type, a.resolved_at desc),
    returned as (
      update alarms.alarms as a
      set is_resolved = false, auto_resolved = false, resolved_at = null, resolved_by = null,
          resolution_notes = null, occurrences = a.occurrences + r.times,
          annunciation = a.annunciation + 1, annunciated_at = clock_timestamp(),
          received_at = clock_timestamp(), source_time = coalesce(r.source_time, a.source_time),
          priority = r.priority, title = r.title, message = r.message, details = r.details,
          source_name = r.source_name
      from recent as r
      where a.id = r.id and a.is_resolved and not a.is_acknowledged
      returning a.source_type, a.source_id, a.alarm_type, 'returned' as change),
    raised as (
      insert into alarms.alarms as a
        (alarm_type, source_type, source_id, source_name, priority, title, message, details,
         source_time, user_id, occurrences)
      select w.alarm_type, w.source_type, w.source_id, w.source_name, w.priority, w.title, w.message,
             w.details, w.source_time, w.user_id, w.times
      from wanted as w
      where not exists (
        select from recent as r
        where (r.source_type, r.source_id, r.alarm_type) = (w.source_type, w.source_id, w.alarm_type))
      order by w.source_type, w.source_id, w.alarm_type
      on conflict (source_type, source_id, alarm_type) where not is_resolved do update
      set occurrences = a.occurrences + excluded.occurrences,
          received_at = clock_timestamp(),
          source_time = coalesce(excluded.source_time, a.source_time),
          ${described('excluded')}
      returning a.source_type, a.source_id, a.alarm_type,
                case when a.xmax = 0 then 'raised' else 'recurred' end as change)
    select * from returned
    union all select * from raised
    union all
    select r.source_type, r.source_id, r.alarm_type, 'missed' from recent as r
    where not exists (
      select from returned as b
      where (b.source_type, b.source_id, b.alarm_type) = (r.source_type, r.source_id, r.alarm_type))`.execute(
    tx,
  );
  return rows;
}

/** New text and priority; a worse priority (P1 sorts before P2) asks for attention anew. */
const described = (from: 'excluded' | 'w') => {
  const column = (name: string) => sql.ref(`${from}.${name}`);
  const worse = sql`${column('priority')} < a.priority`;
  return sql`
          priority = ${column('priority')}, title = ${column('title')},
          message = ${column('message')}, details = ${column('details')},
          source_name = ${column('source_name')},
          is_acknowledged = a.is_acknowledged and not ${worse},
          acknowledged_at = case when ${worse} then null else a.acknowledged_at end,
          acknowledged_by = case when ${worse} then null else a.acknowledged_by end,
          acknowledged_from = case when ${worse} then null else a.acknowledged_from end,
          acknowledgement_note = case when ${worse} then null else a.acknowledgement_note end,
          annunciation = a.annunciation + case when ${worse} then 1 else 0 end,
          annunciated_at = case when ${worse} then clock_timestamp() else a.annunciated_at end`;
};

/** Says anew what open alarms are about, without an occurrence; those that say it already are left alone. */
export async function describeAlarms(tx: Tx, raises: readonly Raise[]): Promise<number> {
  const { rows } = await sql`
    with w as (
      select g.source_type, g.source_id, g.alarm_type, g.source_name, g.details,
             coalesce(g.priority, t.priority) as priority, coalesce(g.title, t.title) as title,
             coalesce(g.message, '') as message
      from ${givenRows(raises)}
      join alarms.alarm_types as t on t.alarm_type = g.alarm_type),
    locked as (
      select a.id from alarms.alarms as a join w using (source_type, source_id, alarm_type)
      where not a.is_resolved
        and (a.priority, a.title, a.message, a.details, a.source_name)
            is distinct from (w.priority, w.title, w.message, w.details, w.source_name)
      order by a.source_type, a.source_id, a.alarm_type
      for update of a)
    update alarms.alarms as a
    set ${described('w')}
    from w, locked
    where a.id = locked.id
      and (a.source_type, a.source_id, a.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
    returning a.id`.execute(tx);
  return rows.length;
}

/** Marks open alarms as returned to normal; events that only a person closes are left alone. */
export async function clearAlarms(tx: Tx, clears: readonly Clear[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with locked as (
      select a.id
      from alarms.alarms as a
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type and t.cleared_by = 'condition'
      where not a.is_resolved
        and (a.source_type, a.source_id, a.alarm_type) in (
          select g.source_type, g.source_id, g.alarm_type from ${givenRows(clears)})
      order by a.source_type, a.source_id, a.alarm_type
      for update of a)
    update alarms.alarms as a
    set is_resolved = true, auto_resolved = true, resolved_at = clock_timestamp()
    from locked
    where a.id = locked.id
    returning a.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Sources whose alarm of one type is active now. */
export async function activeSources(tx: Tx, alarmType: string): Promise<AlarmSource[]> {
  return tx
    .selectFrom('alarms.alarms')
    .select(['source_type as type', 'source_id as id'])
    .where('alarm_type', '=', alarmType)
    .where('is_resolved', '=', false)
    .execute();
}

/** Who acknowledges, from where and what they say. */
export interface Acknowledgement {
  readonly userId: string;
  readonly workstation: string | null;
  readonly note: string | null;
}

/** What became of one acknowledgement. */
export interface AcknowledgedRow {
  readonly id: string;
  readonly result: 'acknowledged' | SkipReason;
}

/** Acknowledges the alarms as they were seen, in one statement. */
export async function acknowledgeAlarms(
  tx: Tx,
  seen: readonly SeenAlarm[],
  { userId, workstation, note }: Acknowledgement,
): Promise<AcknowledgedRow[]> {
  const { rows } = await sql<AcknowledgedRow>`
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
             when done.id is not null then 'acknowledged'
             when l.is_acknowledged then 'already-acknowledged'
             when not l.as_seen then 'changed'
             else 'note-required'
           end as result
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
