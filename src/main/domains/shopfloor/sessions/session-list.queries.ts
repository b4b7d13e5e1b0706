import { sql } from 'kysely';
import type {
  EndedBy,
  MachineSession,
  ReleaseState,
  SessionFilter,
  SessionMark,
  StartedVia,
} from '#contract/shopfloor/sessions.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';
import { named } from '../named.ts';

const sessionRows = (tx: Tx) =>
  tx
    .selectFrom('shopfloor.machine_sessions as session')
    .innerJoin('shopfloor.machines as machine', 'machine.id', 'session.machine_id')
    .leftJoin('shopfloor.areas as area', 'area.id', 'session.area_id')
    .leftJoin('shopfloor.zones as zone', 'zone.id', 'session.zone_id')
    .leftJoin('identity.users as person', 'person.id', 'session.user_id')
    .leftJoin('shopfloor.machine_sessions as before', 'before.id', 'session.took_over_id')
    .leftJoin('identity.users as before_person', 'before_person.id', 'before.user_id')
    .leftJoin('shopfloor.machine_sessions as next', 'next.took_over_id', 'session.id')
    .leftJoin('identity.users as next_person', 'next_person.id', 'next.user_id')
    .select([
      'session.id',
      'session.user_id',
      'person.full_name',
      'machine.id as machine_key',
      'machine.machine_id',
      'machine.name as machine_name',
      'session.area_id',
      'area.name as area_name',
      'session.zone_id',
      'zone.name as zone_name',
      'session.start_time',
      'session.end_time',
      'session.active',
      'session.activity_count',
      'session.last_activity',
      'session.timeout_warning_sent',
      'session.ended_by',
      'session.notes',
      'session.release_state',
      'session.release_error',
      sql<boolean>`not session.active and session.release_state is not distinct from 'failed'
        and session.released_at is null`.as('never_released'),
      'session.unconfirmed',
      'session.started_via',
      'session.started_offline',
      'session.start_inferred',
      'session.end_inferred',
      sql<boolean>`session.moved_in is not null`.as('moved_in'),
      'session.extensions',
      'session.extended_until',
      'before.id as before_id',
      'before_person.full_name as before_name',
      'next.id as next_id',
      'next_person.full_name as next_name',
      sql<string | null>`case when session.active then shopfloor.session_end(
        session.last_activity, machine.timeout_minutes, session.extended_until) end`.as('ends_at'),
    ]);

type SessionRow = Awaited<ReturnType<ReturnType<typeof sessionRows>['execute']>>[number];

function toSession(row: SessionRow): MachineSession {
  return {
    id: row.id,
    person: { userId: row.user_id, fullName: row.full_name },
    machine: { id: row.machine_key, machineId: row.machine_id, name: row.machine_name },
    area: named(row.area_id, row.area_name),
    zone: named(row.zone_id, row.zone_name),
    startTime: row.start_time,
    endTime: row.end_time,
    active: row.active,
    activityCount: row.activity_count,
    lastActivity: row.last_activity,
    timeoutWarningSent: row.timeout_warning_sent,
    endsAt: row.ends_at,
    endedBy: row.ended_by as EndedBy | null,
    notes: row.notes,
    releaseState: row.release_state as ReleaseState | null,
    releaseError: row.release_error,
    neverReleased: row.never_released,
    unconfirmed: row.unconfirmed,
    startedVia: row.started_via as StartedVia,
    startedOffline: row.started_offline,
    startInferred: row.start_inferred,
    endInferred: row.end_inferred,
    movedIn: row.moved_in,
    extensions: row.extensions,
    extendedUntil: row.extended_until,
    tookOver: row.before_id === null ? null : { id: row.before_id, fullName: row.before_name },
    takenOverBy: row.next_id === null ? null : { id: row.next_id, fullName: row.next_name },
  };
}

const newestFirst = [
  { column: 'session.start_time', property: 'start_time', direction: 'desc' },
  { column: 'session.id', property: 'id', direction: 'desc' },
] as const;

/** Written as in the partial indexes that find the few that have a mark. */
const marked = {
  'end-inferred': sql<boolean>`session.end_inferred`,
  unconfirmed: sql<boolean>`session.active and session.unconfirmed`,
  'moved-in': sql<boolean>`session.moved_in is not null`,
} as const satisfies Record<SessionMark, unknown>;

/** One page of the sessions that fit, newest start first. */
export async function listSessions(
  tx: Tx,
  filter: SessionFilter,
  page: PageRequest,
): Promise<Page<MachineSession>> {
  const { areaId, machineId, userId, state, endedBy, mark, from, to } = filter;
  let query = sessionRows(tx);
  if (areaId) query = query.where('session.area_id', '=', areaId);
  if (machineId) query = query.where('session.machine_id', '=', machineId);
  if (userId) query = query.where('session.user_id', '=', userId);
  // Written so that the partial index of active sessions fits: it knows no "active = $1".
  if (state === 'active') query = query.where(sql<boolean>`session.active`);
  if (state === 'ended') query = query.where(sql<boolean>`not session.active`);
  if (endedBy) query = query.where('session.ended_by', '=', endedBy);
  if (mark) query = query.where(marked[mark]);
  if (from) query = query.where('session.start_time', '>=', from);
  if (to) query = query.where('session.start_time', '<', to);
  const { rows, nextCursor } = await readPage(query, newestFirst, page);
  return { rows: rows.map(toSession), nextCursor };
}

/** One session, or null where it is not visible. */
export async function findSession(tx: Tx, id: string): Promise<MachineSession | null> {
  const row = await sessionRows(tx).where('session.id', '=', id).executeTakeFirst();
  return row ? toSession(row) : null;
}

/** Active sessions in an area, or in all; of the given keys, or of all. */
export async function listActiveSessions(
  tx: Tx,
  areaId: string | null,
  ids: readonly string[] | null,
): Promise<MachineSession[]> {
  let query = sessionRows(tx).where(sql<boolean>`session.active`);
  if (areaId) query = query.where('session.area_id', '=', areaId);
  if (ids) query = query.where('session.id', '=', sql<string>`any (${ids}::uuid[])`);
  const rows = await query.orderBy('session.start_time').orderBy('session.id').execute();
  return rows.map(toSession);
}
