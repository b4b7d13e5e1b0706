import { sql } from 'kysely';
import type { SecurityRule, SecurityRuleName } from '#contract/identity/security.ts';
import type { Tx } from '#platform/database/database.ts';

const rules = (tx: Tx) =>
  tx
    .selectFrom('identity.security_rules')
    .select([
      sql<SecurityRuleName>`rule`.as('rule'),
      'threshold',
      'within_seconds as withinSeconds',
      'is_enabled as isEnabled',
      'version',
      'updated_at as updatedAt',
    ]);

/** Every rule. */
export const listSecurityRules = (tx: Tx): Promise<SecurityRule[]> =>
  rules(tx).orderBy('rule').execute();

/** One rule. */
export const readSecurityRule = (tx: Tx, rule: SecurityRuleName): Promise<SecurityRule> =>
  rules(tx).where('rule', '=', rule).executeTakeFirstOrThrow();

/** Saves a rule over the version that was read; false when another one stands. */
export async function updateSecurityRule(
  tx: Tx,
  { rule, version, threshold, withinSeconds, isEnabled }: Omit<SecurityRule, 'updatedAt'>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('identity.security_rules')
    .set({ threshold, within_seconds: withinSeconds, is_enabled: isEnabled })
    .where('rule', '=', rule)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Rules that count security events. */
export type CountedRule = Extract<
  SecurityRuleName,
  'badge-unknown-burst' | 'person-refused' | 'machine-refused' | 'token-misuse'
>;

/** Something that passes the limit of a rule now. */
export interface Misuse {
  readonly rule: CountedRule;
  /** Key of the place, person, machine or token. */
  readonly id: string;
  readonly name: string;
  readonly occurrences: number;
  readonly withinSeconds: number;
}

/** Everything that passes the limit of an enabled rule now, counted from the security events alone. */
export async function findMisuse(tx: Tx): Promise<Misuse[]> {
  const { rows } = await sql<Misuse>`
    with counted as (
      select rule.rule, rule.threshold, rule.within_seconds, subject.id, subject.name
      from identity.security_rules as rule
      join identity.security_events as event
        on event.timestamp > now() - make_interval(secs => rule.within_seconds)
      left join identity.users as person on person.id = event.user_id
      cross join lateral (
        select case rule.rule
          when 'badge-unknown-burst' then event.details ->> 'place'
          when 'person-refused' then event.user_id::text
          when 'machine-refused' then case event.resource_type
            when 'machine' then event.resource_id
            else substring(event.details ->> 'place' from '^machine:(.*)$') end
          when 'token-misuse' then coalesce(event.resource_id, host(event.ip_address)) end as id,
        case rule.rule
          when 'badge-unknown-burst' then event.details ->> 'placeName'
          when 'person-refused' then person.full_name
          when 'machine-refused' then coalesce(event.details ->> 'machineName', event.details ->> 'placeName')
          when 'token-misuse' then host(event.ip_address) end as name
      ) as subject
      where rule.is_enabled and subject.id is not null and event.event_type = any (case rule.rule
        when 'badge-unknown-burst' then array['badge-unknown']
        when 'person-refused' then array['machine-start-refused', 'badge-blocked', 'badge-lost', 'badge-user-inactive']
        when 'machine-refused' then
          array['machine-start-refused', 'badge-unknown', 'badge-blocked', 'badge-lost', 'badge-user-inactive']
        when 'token-misuse' then array['token-unknown', 'token-expired', 'token-revoked', 'token-for-another-node']
        else array[]::text[] end)
    )
    select rule, id, coalesce(max(name), id) as name, count(*)::integer as occurrences,
      within_seconds as "withinSeconds"
    from counted
    group by rule, threshold, within_seconds, id
    having count(*) >= threshold
    order by rule, id`.execute(tx);
  return rows;
}

/** Kinds of security event that tell of misuse. */
export const misuseEvents: Readonly<Record<CountedRule, string>> = {
  'badge-unknown-burst': 'badge-unknown-burst',
  'person-refused': 'person-refused-repeatedly',
  'machine-refused': 'machine-refused-repeatedly',
  'token-misuse': 'token-misused',
};

/** Whether such an event was recorded of the subject within that time, and needs no repetition. */
export async function isRecorded(
  tx: Tx,
  eventType: string,
  resourceId: string,
  withinSeconds: number,
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from identity.security_events
      where event_type = ${eventType} and resource_id = ${resourceId}
        and timestamp > now() - make_interval(secs => ${withinSeconds})) as found`.execute(tx);
  return rows[0]?.found ?? false;
}
