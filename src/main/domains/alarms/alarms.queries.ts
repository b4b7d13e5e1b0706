import { sql } from 'kysely';
import type { AlarmPriority, AlarmState } from '#contract/alarms.ts';
import type { Tx } from '#platform/database/database.ts';
import {
  type Page,
  type PageRequest,
  readPage,
  type SortOrder,
} from '#platform/database/paging.ts';

/** What a list of alarms may be narrowed to. */
export interface AlarmFilter {
  /** `true` the queue, `false` those that left it. */
  readonly open?: boolean | undefined;
  readonly priorities?: readonly AlarmPriority[] | undefined;
  readonly alarmType?: string | undefined;
  readonly sourceType?: string | undefined;
  readonly sourceId?: string | undefined;
  /** RFC 3339, inclusive, of the first raise. */
  readonly from?: string | undefined;
  /** RFC 3339, exclusive. */
  readonly to?: string | undefined;
}

const state = sql<AlarmState>`case
  when not a.is_resolved and not a.is_acknowledged then 'active-unacked'
  when not a.is_resolved then 'active-acked'
  when not a.is_acknowledged then 'returned-unacked'
  else 'normal' end`;

/** As the partial index alarms_listed has it. */
const listed = sql<boolean>`not (a.is_resolved and a.is_acknowledged)`;

function alarmRows(tx: Tx) {
  return tx
    .selectFrom('alarms.alarms as a')
    .innerJoin('alarms.alarm_types as t', 't.alarm_type', 'a.alarm_type')
    .leftJoin('identity.users as u', 'u.id', 'a.acknowledged_by')
    .select([
      'a.id',
      'a.alarm_type',
      'a.source_type',
      'a.source_id',
      'a.source_name',
      'a.priority',
      'a.title',
      'a.message',
      'a.details',
      'a.occurrences',
      'a.annunciation',
      'a.annunciated_at',
      'a.source_time',
      'a.received_at',
      'a.created_at',
      'a.acknowledged_by',
      'a.acknowledged_at',
      'a.acknowledged_from',
      'a.acknowledgement_note',
      'a.resolved_at',
      'a.resolution_notes',
      't.operator_action',
      't.note_required',
      't.cleared_by',
      'u.full_name as acknowledged_by_name',
      state.as('state'),
    ]);
}

/** An alarm with what its type says, as the database stores it. */
export type AlarmRow = Awaited<ReturnType<ReturnType<typeof alarmRows>['execute']>>[number];

const newestFirst: SortOrder<AlarmRow> = [
  { column: 'a.created_at', property: 'created_at', direction: 'desc' },
  { column: 'a.id', property: 'id', direction: 'desc' },
];

/** One page of alarms, newest first raise first. */
export function pageOfAlarms(
  tx: Tx,
  filter: AlarmFilter,
  page: PageRequest,
): Promise<Page<AlarmRow>> {
  const { open, priorities, alarmType, sourceType, sourceId, from, to } = filter;
  const query = alarmRows(tx)
    .$if(open === true, (q) => q.where(listed))
    .$if(open === false, (q) => q.where(sql<boolean>`a.is_resolved and a.is_acknowledged`))
    .$if(priorities !== undefined, (q) => q.where('a.priority', 'in', [...(priorities ?? [])]))
    .$if(alarmType !== undefined, (q) => q.where('a.alarm_type', '=', alarmType ?? ''))
    .$if(sourceType !== undefined, (q) => q.where('a.source_type', '=', sourceType ?? ''))
    .$if(sourceId !== undefined, (q) => q.where('a.source_id', '=', sourceId ?? ''))
    .$if(from !== undefined, (q) => q.where('a.created_at', '>=', from ?? ''))
    .$if(to !== undefined, (q) => q.where('a.created_at', '<', to ?? ''));
  return readPage(query, newestFirst, page);
}

/** Alarms in the queue: all of them, or those of `ids` that are in it. */
export function listedAlarms(tx: Tx, ids: readonly string[] | null): Promise<AlarmRow[]> {
  return alarmRows(tx)
    .where(listed)
    .$if(ids !== null, (q) => q.where('a.id', 'in', [...(ids ?? [])]))
    .execute();
}

/** One alarm, in the queue or not. */
export function alarmById(tx: Tx, id: string): Promise<AlarmRow | undefined> {
  return alarmRows(tx).where('a.id', '=', id).executeTakeFirst();
}

/** Alarms of one priority in the queue. */
export interface PriorityCount {
  readonly priority: AlarmPriority;
  readonly open: number;
  readonly unacknowledged: number;
  readonly oldest_unacknowledged_at: string | null;
}

/** Counts the queue by priority. */
export async function countListed(tx: Tx): Promise<PriorityCount[]> {
  const { rows } = await sql<PriorityCount>`
    select priority, count(*)::integer as open,
           (count(*) filter (where not is_acknowledged))::integer as unacknowledged,
           min(annunciated_at) filter (where not is_acknowledged) as oldest_unacknowledged_at
    from alarms.alarms
    where not (is_resolved and is_acknowledged)
    group by priority`.execute(tx);
  return rows;
}

/** Removes alarms that left the queue before the given number of days; answers how many. */
export async function removeOlderThan(tx: Tx, days: number): Promise<number> {
  const { rows } = await sql`
    delete from alarms.alarms
    where is_resolved and is_acknowledged
      and greatest(resolved_at, acknowledged_at) < now() - make_interval(days => ${days})
    returning id`.execute(tx);
  return rows.length;
}
