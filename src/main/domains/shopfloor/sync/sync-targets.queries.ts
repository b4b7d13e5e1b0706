import { sql } from 'kysely';
import type { SyncEventType, SyncTarget, SyncTargetFields } from '#contract/shopfloor/sync.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';

const targetRows = (tx: Tx) =>
  tx.selectFrom('shopfloor.sync_targets as target').select([
    'target.id',
    'target.target_app',
    'target.url',
    sql<SyncEventType[]>`target.event_types`.as('event_types'),
    'target.area_ids',
    'target.allow_private',
    'target.active',
    'target.version',
    'target.updated_at',
    sql<number>`(select count(*)::integer from shopfloor.sync_events as event
        where event.target_id = target.id and event.status = 'pending')`.as('waiting'),
    sql<number>`(select count(*)::integer from shopfloor.sync_events as event
        where event.target_id = target.id and event.status = 'failed' and event.discarded_at is null)`.as(
      'failed',
    ),
    sql<string | null>`(select event.processed_at from shopfloor.sync_events as event
        where event.target_id = target.id and event.status = 'processed'
        order by event.created_at desc, event.id desc limit 1)`.as('last_delivered'),
  ]);

type TargetRow = Awaited<ReturnType<ReturnType<typeof targetRows>['execute']>>[number];

const toTarget = (row: TargetRow): SyncTarget => ({
  id: row.id,
  targetApp: row.target_app,
  url: row.url,
  eventTypes: row.event_types,
  areaIds: row.area_ids,
  allowPrivate: row.allow_private,
  active: row.active,
  waiting: row.waiting,
  failed: row.failed,
  lastDelivered: row.last_delivered,
  version: row.version,
  updatedAt: row.updated_at,
});

const columnsOf = (fields: SyncTargetFields) => ({
  target_app: fields.targetApp,
  url: fields.url,
  event_types: [...fields.eventTypes],
  area_ids: fields.areaIds === null ? null : [...fields.areaIds],
  allow_private: fields.allowPrivate,
  active: fields.active,
});

const byName = [
  { column: 'target.target_app', property: 'target_app', direction: 'asc' },
  { column: 'target.id', property: 'id', direction: 'asc' },
] as const;

/** One page of the applications, by name. */
export async function listTargets(tx: Tx, page: PageRequest): Promise<Page<SyncTarget>> {
  const { rows, nextCursor } = await readPage(targetRows(tx), byName, page);
  return { rows: rows.map(toTarget), nextCursor };
}

/** One application, or null where it is not visible. */
export async function findTarget(tx: Tx, id: string): Promise<SyncTarget | null> {
  const row = await targetRows(tx).where('target.id', '=', id).executeTakeFirst();
  return row ? toTarget(row) : null;
}

/** An application with its key and the sealed secret that is bound to it. */
export interface NewTarget extends SyncTargetFields {
  readonly id: string;
  readonly secret: string;
}

/** Adds an application and answers its key. */
export async function insertTarget(tx: Tx, target: NewTarget): Promise<string> {
  const { id, secret } = target;
  await tx
    .insertInto('shopfloor.sync_targets')
    .values({ id, secret, ...columnsOf(target) })
    .execute();
  return id;
}

/** Saves an application that stands at `version`; answers whether it did. */
export async function updateTarget(
  tx: Tx,
  id: string,
  version: number,
  fields: SyncTargetFields,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('shopfloor.sync_targets')
    .set(columnsOf(fields))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Replaces the sealed secret of an application that stands at `version`; answers whether it did. */
export async function updateSecret(
  tx: Tx,
  id: string,
  version: number,
  secret: string,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('shopfloor.sync_targets')
    .set({ secret })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Where an application is reached, and the sealed secret for it. */
export interface TargetAddress {
  readonly id: string;
  readonly target_app: string;
  readonly url: string;
  readonly secret: string;
  readonly allow_private: boolean;
}

/** Where one application is reached, or null where it is not visible. */
export async function readAddress(tx: Tx, id: string): Promise<TargetAddress | null> {
  const { rows } = await sql<TargetAddress>`
    select id, target_app, url, secret, allow_private from shopfloor.sync_targets where id = ${id}`.execute(
    tx,
  );
  return rows[0] ?? null;
}
