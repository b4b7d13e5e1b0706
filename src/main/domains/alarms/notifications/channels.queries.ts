import { sql } from 'kysely';
import type { Channel, ChannelFields, Route, RouteFields } from '#contract/alarms/notifications.ts';
import type { Tx } from '#platform/database/database.ts';

const channelRows = (tx: Tx) => tx.selectFrom('alarms.channels as c').selectAll();

/** A channel as the database stores it. */
export type ChannelRow = Awaited<ReturnType<ReturnType<typeof channelRows>['execute']>>[number];

/** A channel as people see it: without its secret. */
function channelOf(row: ChannelRow): Channel {
  const kept = {
    id: row.id,
    name: row.name,
    isEnabled: row.is_enabled,
    hasSecret: row.secret !== null,
    lastSuccessAt: row.last_success_at,
    lastError: row.last_error,
    version: row.version,
    updatedAt: row.updated_at,
  };
  if (row.kind === 'webhook') {
    return { kind: 'webhook', ...kept, url: row.url ?? '', allowPrivate: row.allow_private };
  }
  return {
    kind: 'email',
    ...kept,
    host: row.smtp_host ?? '',
    port: row.smtp_port ?? 0,
    security: row.smtp_security as 'none' | 'starttls' | 'tls',
    username: row.smtp_username,
    sender: row.sender ?? '',
  };
}

/** All channels, by name. */
export async function listChannels(tx: Tx): Promise<Channel[]> {
  return (await channelRows(tx).orderBy('c.name').execute()).map(channelOf);
}

/** One channel, or null where it is not visible. */
export async function findChannel(tx: Tx, id: string): Promise<Channel | null> {
  const row = await findChannelRow(tx, id);
  return row ? channelOf(row) : null;
}

/** One channel with its sealed secret. */
export async function findChannelRow(tx: Tx, id: string): Promise<ChannelRow | null> {
  return (await channelRows(tx).where('c.id', '=', id).executeTakeFirst()) ?? null;
}

const written = (fields: ChannelFields) => ({
  name: fields.name,
  kind: fields.kind,
  is_enabled: fields.isEnabled,
  url: fields.kind === 'webhook' ? fields.url : null,
  allow_private: fields.kind === 'webhook' && fields.allowPrivate,
  smtp_host: fields.kind === 'email' ? fields.host : null,
  smtp_port: fields.kind === 'email' ? fields.port : null,
  smtp_security: fields.kind === 'email' ? fields.security : null,
  smtp_username: fields.kind === 'email' ? fields.username : null,
  sender: fields.kind === 'email' ? fields.sender : null,
});

/** Adds a channel under a key that its secret was sealed for. */
export async function insertChannel(
  tx: Tx,
  id: string,
  fields: ChannelFields,
  sealed: string | null,
): Promise<void> {
  await tx
    .insertInto('alarms.channels')
    .values({ id, ...written(fields), secret: sealed })
    .execute();
}

/** Saves a channel that stands at `version`; `sealed` undefined keeps its secret. Answers whether it did. */
export async function updateChannel(
  tx: Tx,
  { id, version }: { readonly id: string; readonly version: number },
  fields: ChannelFields,
  sealed: string | null | undefined,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('alarms.channels')
    .set({
      ...written(fields),
      last_error: null,
      ...(sealed === undefined ? {} : { secret: sealed }),
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Keeps what came of a message that was sent to try a channel out; `error` null where it got through. */
export async function recordTest(tx: Tx, id: string, error: string | null): Promise<void> {
  await sql`
    update alarms.channels
    set last_error = ${error}::text,
        last_success_at = case when ${error}::text is null then clock_timestamp() else last_success_at end
    where id = ${id}`.execute(tx);
}

/** Removes a channel that stands at `version`; answers whether it did. */
export async function deleteChannel(tx: Tx, id: string, version: number): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('alarms.channels')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

const routeRows = (tx: Tx) =>
  tx
    .selectFrom('alarms.routes as r')
    .select([
      'r.id',
      'r.name',
      'r.channel_id as channelId',
      sql<Route['trigger']>`r.trigger`.as('trigger'),
      sql<Route['priorities']>`r.priorities`.as('priorities'),
      'r.position_id as positionId',
      'r.alarm_types as alarmTypes',
      'r.role_ids as roleIds',
      'r.addresses',
      'r.is_enabled as isEnabled',
      'r.version',
      'r.updated_at as updatedAt',
    ]);

/** All routes, by name. */
export function listRoutes(tx: Tx): Promise<Route[]> {
  return routeRows(tx).orderBy('r.name').execute();
}

/** One route, or null where it is not visible. */
export async function findRoute(tx: Tx, id: string): Promise<Route | null> {
  return (await routeRows(tx).where('r.id', '=', id).executeTakeFirst()) ?? null;
}

const writtenRoute = (fields: RouteFields) => ({
  name: fields.name,
  channel_id: fields.channelId,
  trigger: fields.trigger,
  priorities: [...fields.priorities],
  position_id: fields.positionId,
  alarm_types: [...fields.alarmTypes],
  role_ids: [...fields.roleIds],
  addresses: [...fields.addresses],
  is_enabled: fields.isEnabled,
});

/** Adds a route and answers its key. */
export async function insertRoute(tx: Tx, fields: RouteFields): Promise<string> {
  const { id } = await tx
    .insertInto('alarms.routes')
    .values(writtenRoute(fields))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Saves a route that stands at `version`; answers whether it did. */
export async function updateRoute(
  tx: Tx,
  { id, version }: { readonly id: string; readonly version: number },
  fields: RouteFields,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('alarms.routes')
    .set(writtenRoute(fields))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Removes a route that stands at `version`; answers whether it did. */
export async function deleteRoute(tx: Tx, id: string, version: number): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('alarms.routes')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
