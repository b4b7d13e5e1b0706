import { type SelectQueryBuilder, sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import { type PageRequest, readPage, type SortOrder } from '#platform/database/paging.ts';

/** From and until when; `until` is excluded. */
export interface Period {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** What the list of security events is narrowed by. */
export interface SecurityEventFilter extends Period {
  readonly eventType?: string | undefined;
  readonly userId?: string | undefined;
  readonly success?: boolean | undefined;
}

/** What the list of failed attempts is narrowed by. */
export interface FailedLoginFilter extends Period {
  readonly username?: string | undefined;
  readonly ipAddress?: string | undefined;
}

function events(tx: Tx) {
  return tx
    .selectFrom('identity.security_events as event')
    .leftJoin('identity.users as person', 'person.id', 'event.user_id')
    .select([
      sql<string>`event.id::text`.as('id'),
      'event.event_type as eventType',
      'event.user_id as userId',
      'person.full_name as fullName',
      sql<string | null>`host(event.ip_address)`.as('ipAddress'),
      'event.resource_type as resourceType',
      'event.resource_id as resourceId',
      'event.app_context as appContext',
      'event.success',
      sql<Record<string, unknown>>`event.details`.as('details'),
      'event.timestamp as at',
    ]);
}

function attempts(tx: Tx) {
  return tx
    .selectFrom('identity.failed_logins as attempt')
    .select([
      sql<string>`attempt.id::text`.as('id'),
      'attempt.username',
      sql<string | null>`host(attempt.ip_address)`.as('ipAddress'),
      'attempt.user_agent as userAgent',
      'attempt.timestamp as at',
    ]);
}

type EventRow = Awaited<ReturnType<ReturnType<typeof events>['execute']>>[number];
type AttemptRow = Awaited<ReturnType<ReturnType<typeof attempts>['execute']>>[number];

const newestEvents: SortOrder<EventRow> = [
  { column: 'event.timestamp', property: 'at', direction: 'desc' },
  { column: 'event.id', property: 'id', direction: 'desc' },
];
const newestAttempts: SortOrder<AttemptRow> = [
  { column: 'attempt.timestamp', property: 'at', direction: 'desc' },
  { column: 'attempt.id', property: 'id', direction: 'desc' },
];

function within<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  column: string,
  { from, until }: Period,
): SelectQueryBuilder<DB, TB, Row> {
  let narrowed = query;
  if (from) narrowed = narrowed.where(sql<boolean>`${sql.ref(column)} >= ${from}::timestamptz`);
  if (until) narrowed = narrowed.where(sql<boolean>`${sql.ref(column)} < ${until}::timestamptz`);
  return narrowed;
}

/** One page of security events, newest first. */
export async function listSecurityEvents(tx: Tx, filter: SecurityEventFilter, page: PageRequest) {
  let query = within(events(tx), 'event.timestamp', filter);
  if (filter.eventType) query = query.where('event.event_type', '=', filter.eventType);
  if (filter.userId) query = query.where('event.user_id', '=', filter.userId);
  if (filter.success !== undefined) query = query.where('event.success', '=', filter.success);
  return readPage(query, newestEvents, page);
}

/** One page of failed attempts to sign in, newest first. */
export async function listFailedLogins(tx: Tx, filter: FailedLoginFilter, page: PageRequest) {
  let query = within(attempts(tx), 'attempt.timestamp', filter);
  if (filter.username) query = query.where('attempt.username', '=', filter.username);
  if (filter.ipAddress) {
    query = query.where(sql<boolean>`host(attempt.ip_address) = ${filter.ipAddress}`);
  }
  return readPage(query, newestAttempts, page);
}

/** The kinds of security event there have been. */
export async function listEventTypes(tx: Tx): Promise<string[]> {
  const found = await tx
    .selectFrom('identity.security_events')
    .select('event_type')
    .distinct()
    .orderBy('event_type')
    .execute();
  return found.map(({ event_type }) => event_type);
}
