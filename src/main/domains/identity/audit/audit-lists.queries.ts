import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import { type PageRequest, readPage, type SortOrder } from '#platform/database/paging.ts';

/** What the trail is narrowed by. */
export interface AuditFilter {
  readonly userId?: string | undefined;
  readonly action?: string | undefined;
  readonly targetType?: string | undefined;
  readonly targetId?: string | undefined;
  readonly success?: boolean | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** What the list of accesses to personal data is narrowed by. */
export interface DataAccessFilter {
  readonly userId?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

function rows(tx: Tx) {
  return tx
    .selectFrom('identity.audit_logs as record')
    .select([
      sql<string>`record.id::text`.as('id'),
      'record.created_at as at',
      'record.user_id as userId',
      'record.username',
      'record.action',
      'record.target_type as targetType',
      'record.target_id as targetId',
      'record.success',
      'record.failure_reason as failureReason',
      'record.change_reason as changeReason',
    ]);
}

/** One record without its values. */
export type AuditRow = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

const order = (direction: 'asc' | 'desc'): SortOrder<AuditRow> => [
  { column: 'record.created_at', property: 'at', direction },
  { column: 'record.id', property: 'id', direction },
];

function filtered(tx: Tx, filter: AuditFilter) {
  let query = rows(tx);
  if (filter.userId) query = query.where('record.user_id', '=', filter.userId);
  if (filter.action?.includes('.')) query = query.where('record.action', '=', filter.action);
  else if (filter.action) {
    query = query.where(sql<boolean>`starts_with(record.action, ${`${filter.action}.`})`);
  }
  if (filter.targetType) query = query.where('record.target_type', '=', filter.targetType);
  if (filter.targetId) query = query.where('record.target_id', '=', filter.targetId);
  if (filter.success !== undefined) query = query.where('record.success', '=', filter.success);
  if (filter.from) query = query.where('record.created_at', '>=', filter.from);
  if (filter.until) query = query.where('record.created_at', '<', filter.until);
  return query;
}

/** One page of the trail: newest first for reading, oldest first for an export. */
export async function listAudit(
  tx: Tx,
  filter: AuditFilter,
  page: PageRequest,
  direction: 'asc' | 'desc' = 'desc',
) {
  return readPage(filtered(tx, filter), order(direction), page);
}

/** A record with its values and, once it is sealed, its hash. */
export async function findAudit(tx: Tx, id: string) {
  return rows(tx)
    .where('record.id', '=', Number(id))
    .select([
      sql<Record<string, unknown> | null>`record.old_values`.as('oldValues'),
      sql<Record<string, unknown> | null>`record.new_values`.as('newValues'),
      sql<Record<string, unknown> | null>`record.details`.as('details'),
      sql<string | null>`host(record.ip_address)`.as('ipAddress'),
      'record.user_agent as userAgent',
      'record.workstation',
      'record.request_method as requestMethod',
      'record.request_path as requestPath',
      'record.response_status as responseStatus',
      sql<string | null>`(
        select encode(sha256(convert_to(record.canonical, 'UTF8')), 'hex')
        from identity.audit_seals as seal
        where seal.row_ids @> array[record.id]
        limit 1)`.as('hash'),
    ])
    .executeTakeFirst();
}

/** The actions there have been. */
export async function listActions(tx: Tx): Promise<string[]> {
  const found = await tx
    .selectFrom('identity.audit_logs')
    .select('action')
    .distinct()
    .orderBy('action')
    .execute();
  return found.map(({ action }) => action);
}

function accesses(tx: Tx) {
  return tx
    .selectFrom('identity.data_access_logs as access')
    .select([
      sql<string>`access.id::text`.as('id'),
      'access.created_at as at',
      'access.user_id as userId',
      'access.username',
      'access.resource_type as resourceType',
      'access.resource_id as resourceId',
      sql<'view' | 'export' | 'print'>`access.access_type`.as('accessType'),
      'access.fields',
      'access.purpose',
    ]);
}

type AccessRow = Awaited<ReturnType<ReturnType<typeof accesses>['execute']>>[number];

const newestAccesses: SortOrder<AccessRow> = [
  { column: 'access.created_at', property: 'at', direction: 'desc' },
  { column: 'access.id', property: 'id', direction: 'desc' },
];

/** One page of accesses to personal data, newest first. */
export async function listDataAccess(tx: Tx, filter: DataAccessFilter, page: PageRequest) {
  let query = accesses(tx);
  if (filter.userId) query = query.where('access.user_id', '=', filter.userId);
  if (filter.resourceType) query = query.where('access.resource_type', '=', filter.resourceType);
  if (filter.resourceId) query = query.where('access.resource_id', '=', filter.resourceId);
  if (filter.from) query = query.where('access.created_at', '>=', filter.from);
  if (filter.until) query = query.where('access.created_at', '<', filter.until);
  return readPage(query, newestAccesses, page);
}
