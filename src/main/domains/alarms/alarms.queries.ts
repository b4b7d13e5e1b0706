import { sql } from 'kysely';
import type { AlarmPriority } from '#contract/alarms.ts';
import type { AlarmFilter, QueueFilter, StandingFlood } from '#contract/alarms/queue.ts';
import type { Tx } from '#platform/database/database.ts';
import {
  type Page,
  type PageRequest,
  readPage,
  type SortOrder,
} from '#platform/database/paging.ts';
import { firstOut, isaState, passing, state } from './queue-filter.queries.ts';

function alarmRows(tx: Tx) {
  return tx
    .selectFrom('alarms.alarms as a')
    .innerJoin('alarms.alarm_types as t', 't.alarm_type', 'a.alarm_type')
    .leftJoin('identity.users as u', 'u.id', 'a.acknowledged_by')
    .leftJoin('identity.users as assignee', 'assignee.id', 'a.assigned_to')
    .leftJoin('alarms.shelvings as s', 's.id', 'a.shelving_id')
    .leftJoin('identity.users as shelver', 'shelver.id', 's.shelved_by')
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
      'a.activated_at',
      'a.clears_at',
      'a.source_time',
      'a.received_at',
      'a.created_at',
      'a.acknowledged_by',
      'a.acknowledged_at',
      'a.acknowledged_from',
      'a.acknowledgement_note',
      'a.resolved_at',
      'a.resolution_notes',
      'a.value',
      'a.limit_value',
      'a.area_id',
      'a.site',
      'a.position_id',
      'a.suppressed_by',
      'a.out_of_service_id',
      'a.parent_id',
      'a.is_parent',
      'a.member_count',
      'a.is_chattering',
      'a.is_fleeting',
      'a.is_stale',
      'a.escalation_level',
      'a.assigned_to',
      'a.comment_count',
      'a.last_comment',
      't.cause',
      't.consequence',
      't.operator_action',
      't.time_to_respond_seconds',
      't.note_required',
      't.cleared_by',
      't.unit',
      's.id as shelving_id',
      's.until as shelved_until',
      's.one_shot as shelved_one_shot',
      's.reason as shelving_reason',
      's.shelved_by',
      'shelver.full_name as shelved_by_name',
      'u.full_name as acknowledged_by_name',
      'assignee.full_name as assigned_to_name',
      sql<number>`alarms.shelvable_seconds(a.priority, t.max_shelve_seconds)`.as(
        'max_shelve_seconds',
      ),
      state.as('state'),
      isaState.as('isa_state'),
      firstOut.as('first_out'),
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
  const { open, setAside, priorities, states, from, to } = filter;
  const equal = [
    ['a.alarm_type', filter.alarmType],
    ['a.source_type', filter.sourceType],
    ['a.source_id', filter.sourceId],
    ['a.area_id', filter.areaId],
    ['a.position_id', filter.positionId],
    ['a.parent_id', filter.parentId],
    ['a.assigned_to', filter.assignedTo],
  ] as const;
  let query = alarmRows(tx);
  for (const [column, value] of equal) {
    if (value !== undefined) query = query.where(column, '=', value);
  }
  if (open === true) query = query.where(sql<boolean>`a.is_listed`);
  if (open === false) query = query.where(sql<boolean>`not a.is_listed`);
  if (setAside !== undefined) query = query.where('a.is_set_aside', '=', setAside);
  if (priorities) query = query.where('a.priority', 'in', [...priorities]);
  if (states) query = query.where(state, 'in', [...states]);
  if (from !== undefined) query = query.where('a.created_at', '>=', from);
  if (to !== undefined) query = query.where('a.created_at', '<', to);
  return readPage(query, newestFirst, page);
}

/** Which rows of the queue a console follows. */
export interface QueueScope {
  /** `true`: what is set aside as well. */
  readonly setAside?: boolean | undefined;
  readonly positionId?: string | undefined;
  readonly filter?: QueueFilter | undefined;
}

/**
 * The top of the queue in its order (ISA-18.2 display: unacknowledged, priority, newest), at most
 * `limit` alarms; or those of `ids` that are in it.
 */
export function listedAlarms(
  tx: Tx,
  { setAside, positionId, filter = {} }: QueueScope,
  ids: readonly string[] | null,
  limit: number,
): Promise<AlarmRow[]> {
  let query = alarmRows(tx);
  for (const condition of passing(filter)) query = query.where(condition);
  return query
    .where(sql<boolean>`a.is_listed`)
    .$if(!setAside, (q) => q.where(sql<boolean>`not a.is_set_aside`))
    .$if(positionId !== undefined, (q) => q.where('a.position_id', '=', positionId ?? ''))
    .$if(ids !== null, (q) => q.where(sql<boolean>`a.id = any (${ids}::uuid[])`))
    .orderBy('a.is_acknowledged')
    .orderBy('a.priority')
    .orderBy('a.annunciated_at', 'desc')
    .orderBy('a.id')
    .$if(ids === null, (q) => q.limit(limit))
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
  readonly newest_unacknowledged_at: string | null;
}

/** Counts the queue by priority, without what is set aside, of one operator position or all. */
export async function countListed(tx: Tx, positionId: string | null): Promise<PriorityCount[]> {
  const { rows } = await sql<PriorityCount>`
    select priority, count(*)::integer as open,
           (count(*) filter (where not is_acknowledged))::integer as unacknowledged,
           min(annunciated_at) filter (where not is_acknowledged) as oldest_unacknowledged_at,
           max(annunciated_at) filter (where not is_acknowledged) as newest_unacknowledged_at
    from alarms.alarms
    where is_listed and not is_set_aside
      and (${positionId}::uuid is null or position_id = ${positionId}::uuid)
    group by priority`.execute(tx);
  return rows;
}

/** What is set aside, and why. */
export interface SetAsideCounts {
  readonly shelved: number;
  readonly suppressed: number;
  readonly out_of_service: number;
  readonly out_of_service_requests: number;
}

/** Counts what is set aside. */
export async function countSetAside(tx: Tx): Promise<SetAsideCounts> {
  const { rows } = await sql<SetAsideCounts>`
    select (select count(*) from alarms.shelvings where ended_at is null)::integer as shelved,
           (select count(*) from alarms.alarms where is_listed and is_set_aside
              and (suppressed_by is not null or parent_id is not null))::integer as suppressed,
           (select count(*) from alarms.out_of_service where status = 'approved')::integer as out_of_service,
           (select count(*) from alarms.out_of_service where status = 'requested')::integer as out_of_service_requests`.execute(
    tx,
  );
  const [counts] = rows;
  if (!counts) throw new Error('Counting answered no row.');
  return counts;
}

/** Floods that go on. */
export async function standingFloods(tx: Tx, positionId: string | null): Promise<StandingFlood[]> {
  const { rows } = await sql<StandingFlood>`
    select f.id, f.position_id as "positionId", p.name as "positionName", f.started_at as "startedAt",
           f.alarm_count as "alarmCount"
    from alarms.floods as f join alarms.positions as p on p.id = f.position_id
    where f.ended_at is null and (${positionId}::uuid is null or f.position_id = ${positionId}::uuid)
    order by f.started_at`.execute(tx);
  return rows;
}
