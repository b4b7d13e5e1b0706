import { sql } from 'kysely';
import type { MachineEvent, RefusalReason } from '#contract/shopfloor/logs.ts';
import type { Tx } from '#platform/database/database.ts';

/** A line for a machine's log. */
export interface NewLogLine {
  readonly machineId: string;
  readonly userId?: string | null;
  readonly sessionId?: string | null;
  readonly eventType: MachineEvent;
  /** Only, and always, for `session-refused`. */
  readonly reason?: RefusalReason;
  /** Never a badge number. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly ipAddress?: string | null;
  /** When it happened, where that was not just now. */
  readonly at?: string | undefined;
}

/** Adds a line to a machine's log. */
export async function addLogLine(tx: Tx, line: NewLogLine): Promise<void> {
  await sql`
    insert into shopfloor.machine_logs
      (machine_id, area_id, user_id, session_id, event_type, reason, event_data, ip_address, timestamp)
    select id, area_id, ${line.userId ?? null}, ${line.sessionId ?? null}, ${line.eventType},
      ${line.reason ?? null}, ${line.data ? JSON.stringify(line.data) : null}::jsonb,
      ${line.ipAddress ?? null}::inet, coalesce(${line.at ?? null}::timestamptz, now())
    from shopfloor.machines where id = ${line.machineId}`.execute(tx);
}
