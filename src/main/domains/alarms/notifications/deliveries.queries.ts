import { sql } from 'kysely';
import type { Delivery } from '#contract/alarms/notifications.ts';
import type { Language } from '#contract/words/languages.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';

/** A process that took a delivery and vanished is followed by another after this. Seconds. */
const CLAIM_SECONDS = 120;
/** Pauses before the attempts after the first; after the last of them it is given up. Seconds. */
const PAUSES = [10, 60, 300, 900, 3600];

/** Who gets a mail. */
export interface Recipient {
  readonly address: string;
  /** That of the account with this address; English where there is none. */
  readonly language: Language;
}

/** A delivery that is to be tried, with what is to be said. */
export interface DueDelivery {
  readonly id: string;
  readonly channelId: string;
  readonly attempt: number;
  readonly event: string;
  readonly at: string;
  readonly alarm: {
    readonly id: string;
    readonly type: string;
    readonly priority: string;
    readonly title: string;
    readonly message: string;
    readonly sourceType: string;
    readonly sourceId: string;
    readonly sourceName: string;
    readonly state: string;
    readonly annunciation: number;
    readonly escalationLevel: number;
    readonly operatorAction: string | null;
    readonly consequence: string | null;
  };
  readonly recipients: readonly Recipient[];
}

/**
 * Takes deliveries that are due, for a time in which nobody else does. One whose alarm is gone by now
 * is told from the journal.
 */
export async function claimDeliveries(tx: Tx, most: number): Promise<DueDelivery[]> {
  const { rows } = await sql<DueDelivery>`
    with due as (
      select d.id from alarms.deliveries as d
      join alarms.routes as r on r.id = d.route_id
      join alarms.channels as c on c.id = r.channel_id and c.is_enabled
      where d.status = 'pending' and d.next_attempt_at <= clock_timestamp()
      order by d.next_attempt_at, d.id
      limit ${most}
      for update of d skip locked),
    taken as (
      update alarms.deliveries as d
      set attempts = d.attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS})
      from due where d.id = due.id
      returning d.id, d.route_id, d.journal_id, d.attempts)
    select t.id::text as id, r.channel_id as "channelId", t.attempts as attempt, j.event, j.at,
           jsonb_build_object(
             'id', j.alarm_id, 'type', j.alarm_type, 'priority', j.priority,
             'title', coalesce(a.title, j.after ->> 'title', y.title), 'message', coalesce(a.message, j.after ->> 'message', ''),
             'sourceType', j.source_type, 'sourceId', j.source_id,
             'sourceName', coalesce(a.source_name, j.after ->> 'source_name', j.source_id),
             'state', case when a.id is null then 'normal'
                           else alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched) end,
             'annunciation', coalesce(a.annunciation, 1), 'escalationLevel', coalesce(a.escalation_level, 0),
             'operatorAction', y.operator_action, 'consequence', y.consequence) as alarm,
           array(
             select jsonb_build_object('address', named.address, 'language', coalesce(reader.locale, 'en'))
             from (
               select lower(u.email) as address from identity.users as u
               join identity.user_roles as held on held.user_id = u.id
               where held.role_id = any (r.role_ids) and u.is_active and u.email is not null
               union select lower(address) from unnest(r.addresses) as address) as named
             left join identity.users as reader
               on lower(reader.email) = named.address and reader.deleted_at is null
             order by named.address) as recipients
    from taken as t
    join alarms.routes as r on r.id = t.route_id
    join alarms.journal as j on j.id = t.journal_id
    join alarms.alarm_types as y on y.alarm_type = j.alarm_type
    left join alarms.alarms as a on a.id = j.alarm_id
    order by t.id`.execute(tx);
  return rows;
}

/** The language a person reads. */
export async function languageOf(tx: Tx, userId: string): Promise<Language> {
  const { rows } = await sql<{ locale: Language }>`
    select locale from identity.users where id = ${userId}`.execute(tx);
  return rows[0]?.locale ?? 'en';
}

/** What came of an attempt. */
export interface Attempted {
  readonly id: string;
  readonly channelId: string;
  readonly recipients: number;
  /** Null where it was delivered. */
  readonly error: string | null;
}

/** Keeps what came of attempts; what failed is tried again later, or given up. */
export async function recordAttempts(tx: Tx, attempts: readonly Attempted[]): Promise<void> {
  await sql`
    with g as (
      select * from jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb)
        as s (id bigint, "channelId" uuid, recipients integer, error text)),
    kept as (
      update alarms.deliveries as d
      set status = case when g.error is null then 'sent'
                        when d.attempts > ${PAUSES.length}::integer then 'failed' else 'pending' end,
          finished_at = case when g.error is null or d.attempts > ${PAUSES.length}::integer then clock_timestamp() end,
          next_attempt_at = clock_timestamp()
            + make_interval(secs => coalesce((${PAUSES}::integer[])[d.attempts], 0)),
          error = g.error, recipients = g.recipients
      from g where d.id = g.id and d.status = 'pending')
    update alarms.channels as c
    set last_error = l.error,
        last_success_at = case when l.error is null then clock_timestamp() else c.last_success_at end
    from (select distinct on ("channelId") "channelId", error from g order by "channelId", id desc) as l
    where c.id = l."channelId"`.execute(tx);
}

/** Channels whose last attempt failed; the conditions of the alarm that says so. */
export async function failingChannels(
  tx: Tx,
): Promise<{ id: string; name: string; error: string }[]> {
  const { rows } = await sql<{ id: string; name: string; error: string }>`
    select id, name, last_error as error from alarms.channels
    where is_enabled and last_error is not null order by id`.execute(tx);
  return rows;
}

/** One page of deliveries, the newest first. */
export function listDeliveries(
  tx: Tx,
  status: Delivery['status'] | undefined,
  page: PageRequest,
): Promise<Page<Delivery>> {
  const query = tx
    .selectFrom('alarms.deliveries as d')
    .innerJoin('alarms.routes as r', 'r.id', 'd.route_id')
    .innerJoin('alarms.channels as c', 'c.id', 'r.channel_id')
    .innerJoin('alarms.journal as j', 'j.id', 'd.journal_id')
    .innerJoin('alarms.alarm_types as t', 't.alarm_type', 'j.alarm_type')
    .leftJoin('alarms.alarms as a', 'a.id', 'd.alarm_id')
    .select([
      sql<string>`d.id::text`.as('id'),
      'r.name as routeName',
      'c.name as channelName',
      sql<Delivery['channelKind']>`c.kind`.as('channelKind'),
      'd.alarm_id as alarmId',
      'j.alarm_type as alarmType',
      'j.event',
      sql<Delivery['priority']>`j.priority`.as('priority'),
      sql<string>`coalesce(a.title, t.title)`.as('title'),
      sql<string>`coalesce(a.source_name, j.source_id)`.as('sourceName'),
      sql<Delivery['status']>`d.status`.as('status'),
      'd.attempts',
      sql<string | null>`case when d.status = 'pending' then d.next_attempt_at end`.as(
        'nextAttemptAt',
      ),
      'd.recipients',
      'd.error',
      'd.created_at as createdAt',
      'd.finished_at as finishedAt',
    ])
    .$if(status !== undefined, (q) => q.where('d.status', '=', status ?? ''));
  return readPage(
    query,
    [
      { column: 'd.created_at', property: 'createdAt', direction: 'desc' },
      { column: 'd.id', property: 'id', direction: 'desc' },
    ],
    page,
  );
}

/** Lets deliveries that were given up be tried at once; answers how many. */
export async function retryDeliveries(tx: Tx, ids: readonly string[]): Promise<number> {
  const { rows } = await sql`
    update alarms.deliveries
    set status = 'pending', finished_at = null, attempts = 0, next_attempt_at = clock_timestamp()
    where id = any (${[...ids]}::bigint[]) and status = 'failed'
    returning id`.execute(tx);
  return rows.length;
}
