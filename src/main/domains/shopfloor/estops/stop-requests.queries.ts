import { sql } from 'kysely';
import type { StopTarget } from '#contract/shopfloor/estops.ts';
import type { Tx } from '#platform/database/database.ts';

/** What a stop is requested for, and the area that decides who may. */
export interface RequestedPlace {
  readonly area_id: string | null;
}

/** The machine or zone, or null where the person does not see it. */
export async function findRequestedPlace(
  tx: Tx,
  { what, id }: StopTarget,
): Promise<RequestedPlace | null> {
  const { rows } = await (
    what === 'machine'
      ? sql<RequestedPlace>`select area_id from shopfloor.machines where id = ${id}`
      : sql<RequestedPlace>`select area_id from shopfloor.zones where id = ${id}`
  ).execute(tx);
  return rows[0] ?? null;
}

/** A session that a stop request ends, with what the person is told. */
export interface RequestedSession {
  readonly id: string;
  readonly machine_id: string;
  readonly name: string;
  readonly full_name: string | null;
}

/** Active sessions of a machine or of all machines of a zone, in the order in which machines are locked. */
export async function findRequestedSessions(
  tx: Tx,
  { what, id }: StopTarget,
): Promise<RequestedSession[]> {
  const machine = what === 'machine' ? id : null;
  const zone = what === 'zone' ? id : null;
  const { rows } = await sql<RequestedSession>`
    select session.id, machine.machine_id, machine.name, person.full_name
    from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    left join identity.users as person on person.id = session.user_id
    where session.active and (machine.id = ${machine}::uuid or machine.zone_id = ${zone}::uuid)
    order by session.machine_id`.execute(tx);
  return rows;
}
