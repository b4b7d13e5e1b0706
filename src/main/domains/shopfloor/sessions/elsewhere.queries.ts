import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** A person who runs machines in more areas than one can be in. */
export interface Elsewhere {
  readonly user_id: string;
  readonly full_name: string;
  /** Business codes of the machines, with their areas. */
  readonly machines: string;
  readonly session_ids: string[];
}

/** Everybody with active sessions in as many areas as the rule takes for misuse. */
export async function findElsewhere(tx: Tx): Promise<Elsewhere[]> {
  const { rows } = await sql<Elsewhere>`
    select person.id as user_id, person.full_name,
      string_agg(machine.machine_id || ' (' || area.name || ')', ', ' order by session.start_time) as machines,
      array_agg(session.id order by session.id) as session_ids
    from shopfloor.machine_sessions as session
    join identity.users as person on person.id = session.user_id
    join shopfloor.machines as machine on machine.id = session.machine_id
    join shopfloor.areas as area on area.id = session.area_id
    join identity.security_rules as rule on rule.rule = 'session-elsewhere' and rule.is_enabled
    where session.active
    group by person.id, person.full_name, rule.threshold
    having count(distinct session.area_id) >= rule.threshold
    order by person.id`.execute(tx);
  return rows;
}

/** Whether an event of this kind already tells of exactly these sessions. */
export async function isElsewhereRecorded(tx: Tx, { user_id, session_ids }: Elsewhere) {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from identity.security_events
      where event_type = 'session-elsewhere' and user_id = ${user_id}
        and details -> 'sessions' = ${JSON.stringify(session_ids)}::jsonb) as found`.execute(tx);
  return rows[0]?.found ?? false;
}
