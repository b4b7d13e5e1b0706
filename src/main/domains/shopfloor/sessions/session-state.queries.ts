import { sql } from 'kysely';
import type { EndedBy } from '#contract/shopfloor/sessions.ts';
import type { Tx } from '#platform/database/database.ts';
import type { SessionPolicy, SessionState } from './session-machine.ts';

/** A session with the rules of its machine, and the database's clock at that moment. */
export interface SessionFacts {
  readonly id: string;
  readonly machineId: string;
  readonly areaId: string | null;
  readonly state: SessionState;
  readonly policy: SessionPolicy;
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface FactsRow {
  readonly id: string;
  readonly machine_id: string;
  readonly area_id: string | null;
  readonly user_id: string | null;
  readonly active: boolean;
  readonly warned: boolean;
  readonly started_at: number;
  readonly last_activity: number;
  readonly extended_until: number | null;
  readonly extensions: number;
  readonly unconfirmed: boolean;
  readonly ended_by: EndedBy | null;
  readonly ended_at: number | null;
  readonly end_inferred: boolean;
  readonly timeout_minutes: number;
  readonly warning_minutes: number;
  readonly take_over: SessionPolicy['takeOver'];
  readonly take_over_idle_minutes: number;
  readonly extensions_max: number;
  readonly extension_minutes: number;
  readonly extend_by_badge: boolean;
  readonly now: number;
}

const toFacts = (row: FactsRow): SessionFacts => ({
  id: row.id,
  machineId: row.machine_id,
  areaId: row.area_id,
  now: row.now,
  state: {
    stage: !row.active ? 'ended' : row.warned ? 'warned' : 'active',
    userId: row.user_id,
    startedAt: row.started_at,
    lastActivity: row.last_activity,
    extendedUntil: row.extended_until,
    extensions: row.extensions,
    unconfirmed: row.unconfirmed,
    endedBy: row.ended_by,
    endedAt: row.ended_at,
    endInferred: row.end_inferred,
  },
  policy: {
    timeoutMinutes: row.timeout_minutes,
    warningMinutes: row.warning_minutes,
    takeOver: row.take_over,
    takeOverIdleMinutes: row.take_over_idle_minutes,
    extensionsMax: row.extensions_max,
    extensionMinutes: row.extension_minutes,
    extendByBadge: row.extend_by_badge,
  },
});

const milliseconds = (column: string) =>
  sql<number>`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`;

/** A session as its rules see it, by its key or as the one that runs at a machine; null when there is none. */
export async function readSessionFacts(
  tx: Tx,
  which: { readonly sessionId: string } | { readonly runningAt: string },
): Promise<SessionFacts | null> {
  const { rows } = await sql<FactsRow>`
    select session.id, session.machine_id, session.area_id, session.user_id, session.active,
      session.timeout_warning_sent as warned, ${milliseconds('session.start_time')} as started_at,
      ${milliseconds('session.last_activity')} as last_activity,
      ${milliseconds('session.extended_until')} as extended_until, session.extensions,
      session.unconfirmed, session.ended_by, ${milliseconds('session.end_time')} as ended_at,
      session.end_inferred, machine.timeout_minutes, machine.warning_minutes, machine.take_over,
      machine.take_over_idle_minutes, machine.extensions_max, machine.extension_minutes,
      machine.extend_by_badge, (extract(epoch from clock_timestamp()) * 1000)::float8 as now
    from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    where ${
      'sessionId' in which
        ? sql`session.id = ${which.sessionId}`
        : sql`session.machine_id = ${which.runningAt} and session.active`
    }`.execute(tx);
  return rows[0] ? toFacts(rows[0]) : null;
}

/** Keeps that a session was lengthened; the person is warned anew before the new end. */
export async function writeExtension(tx: Tx, sessionId: string, until: number): Promise<void> {
  await sql`
    update shopfloor.machine_sessions
    set extensions = extensions + 1, extended_until = to_timestamp(${until / 1000}::float8),
      extended_at = clock_timestamp(), timeout_warning_sent = false
    where id = ${sessionId} and active`.execute(tx);
}
