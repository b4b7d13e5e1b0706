import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import type { AlarmSource } from '../given.ts';

/** Where a suppression rule holds. */
export interface Suppression {
  readonly source: AlarmSource & { readonly name: string };
  /** Only this type; left out, all alarms of the source. */
  readonly alarmType?: string | undefined;
  readonly reason?: string | undefined;
}

const given = (suppressions: readonly Suppression[]) => sql`
  jsonb_to_recordset(${JSON.stringify(
    suppressions.map(({ source, alarmType, reason }) => ({
      source_type: source.type,
      source_id: source.id,
      source_name: source.name,
      alarm_type: alarmType ?? null,
      reason: reason ?? '',
    })),
  )}::jsonb) as g (source_type text, source_id text, source_name text, alarm_type text, reason text)`;

/** Lets a rule hold for the given sources too. Answers how many are new. */
export async function beginSuppressions(
  tx: Tx,
  rule: string,
  suppressions: readonly Suppression[],
): Promise<number> {
  const { rows } = await sql`
    insert into alarms.suppressions (rule, source_type, source_id, source_name, alarm_type, reason)
    select distinct on (g.source_type, g.source_id, g.alarm_type)
           ${rule}, g.source_type, g.source_id, g.source_name, g.alarm_type, g.reason
    from ${given(suppressions)}
    order by g.source_type, g.source_id, g.alarm_type
    on conflict on constraint suppressions_key do nothing
    returning id`.execute(tx);
  return rows.length;
}

/** Ends a rule for the given sources. Answers how many it held for. */
export async function endSuppressions(
  tx: Tx,
  rule: string,
  suppressions: readonly Omit<Suppression, 'reason'>[],
): Promise<number> {
  const { rows } = await sql`
    delete from alarms.suppressions as s using ${given(suppressions)}
    where s.rule = ${rule} and s.source_type = g.source_type and s.source_id = g.source_id
      and s.alarm_type is not distinct from g.alarm_type
    returning s.id`.execute(tx);
  return rows.length;
}

/** Ends a rule everywhere but for the given sources. Answers how many it held for. */
export async function endOtherSuppressions(
  tx: Tx,
  rule: string,
  kept: readonly Suppression[],
): Promise<number> {
  const { rows } = await sql`
    delete from alarms.suppressions as s
    where s.rule = ${rule} and not exists (
      select from ${given(kept)}
      where s.source_type = g.source_type and s.source_id = g.source_id
        and s.alarm_type is not distinct from g.alarm_type)
    returning s.id`.execute(tx);
  return rows.length;
}

/**
 * Makes the overlays of listed alarms be what stands in suppressions and orders; what no longer holds
 * ends, and its active alarms ask for attention anew. Repeating it changes nothing.
 */
export async function applyOverlays(tx: Tx): Promise<number> {
  const { rows } = await sql`
    with holding as (
      select a.id, min(s.rule) as rule
      from alarms.suppressions as s
      join alarms.suppression_rules as r on r.rule = s.rule and r.is_enabled
      join alarms.alarms as a on a.is_listed and a.source_type = s.source_type and a.source_id = s.source_id
        and (s.alarm_type is null or s.alarm_type = a.alarm_type)
      group by a.id),
    ordered as (
      select a.id, o.id as order_id
      from alarms.out_of_service as o
      join alarms.alarms as a on a.is_listed
        and (a.source_type, a.source_id, a.alarm_type) = (o.source_type, o.source_id, o.alarm_type)
      where o.status = 'approved'),
    wanted as (
      select id from holding union select id from ordered
      union select id from alarms.alarms where suppressed_by is not null
      union select id from alarms.alarms where out_of_service_id is not null),
    wrong as (
      select w.id, h.rule, o.order_id
      from wanted as w
      join alarms.alarms as a on a.id = w.id
      left join holding as h on h.id = w.id
      left join ordered as o on o.id = w.id
      where (a.suppressed_by, a.out_of_service_id) is distinct from (h.rule, o.order_id)
      order by a.id
      for update of a)
    update alarms.alarms as a
    set suppressed_by = w.rule, out_of_service_id = w.order_id
    from wrong as w where a.id = w.id
    returning a.id`.execute(tx);
  return rows.length;
}
