import { sql } from 'kysely';
import type { FirmwareUpdate } from '#contract/shopfloor/firmware.ts';
import type { NodeType } from '#contract/shopfloor/nodes.ts';
import type { Tx } from '#platform/database/database.ts';

/** Whether a session is active at one of the machines of a node, from its key. */
const busyAt = (nodeKey: string) => sql<boolean>`exists (
    select from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    where session.active and machine.node_id = ${sql.ref(nodeKey)})`;

/** The newest request of each node that the person may see: of all, or of the given keys. */
export async function listUpdates(
  tx: Tx,
  nodeKeys: readonly string[] | null,
): Promise<FirmwareUpdate[]> {
  let query = tx
    .selectFrom('shopfloor.firmware_updates as request')
    .innerJoin('shopfloor.firmware_images as image', 'image.id', 'request.image_id')
    .leftJoin('identity.users as person', 'person.id', 'request.requested_by')
    .distinctOn('request.node_id')
    .select([
      'request.id',
      'request.node_id as nodeId',
      'image.version',
      'request.from_version as fromVersion',
      'image.size',
      'request.received',
      'request.state',
      busyAt('request.node_id').as('busy'),
      'request.error',
      'person.full_name as requestedBy',
      'request.requested_at as requestedAt',
      'request.started_at as startedAt',
      'request.finished_at as finishedAt',
    ]);
  if (nodeKeys) query = query.where('request.node_id', '=', sql<string>`any (${nodeKeys}::uuid[])`);
  const rows = await query
    .orderBy('request.node_id')
    .orderBy('request.requested_at', 'desc')
    .execute();
  return rows as FirmwareUpdate[];
}

/** A node as a request for firmware needs it. */
export interface UpdatableNode {
  readonly id: string;
  readonly nodeType: NodeType;
  readonly firmwareVersion: string | null;
}

/** The nodes of these keys that the person may see. */
export async function readUpdatable(tx: Tx, nodeKeys: readonly string[]): Promise<UpdatableNode[]> {
  const { rows } = await sql<UpdatableNode>`
    select id, node_type as "nodeType", firmware_version as "firmwareVersion"
    from shopfloor.nodes where id = any (${nodeKeys}::uuid[])`.execute(tx);
  return rows;
}

/** Asks for firmware on a node; answers false while another request of the node is open. */
export async function insertUpdate(
  tx: Tx,
  nodeKey: string,
  imageId: string,
  userId: string,
): Promise<boolean> {
  const { rows } = await sql`
    insert into shopfloor.firmware_updates (node_id, image_id, from_version, requested_by)
    select id, ${imageId}, firmware_version, ${userId} from shopfloor.nodes where id = ${nodeKey}
    on conflict (node_id) where state in ('waiting', 'transferring', 'installing') do nothing
    returning id`.execute(tx);
  return rows.length > 0;
}

/** Firmware that a node is to be given. */
export interface UpdateDemand {
  readonly id: string;
  readonly imageId: string;
  readonly version: string;
  readonly size: number;
  readonly sha256: string;
  readonly state: 'waiting' | 'transferring' | 'installing';
  readonly busy: boolean;
}

/** The open request of a node, or null. */
export async function readUpdateDemand(tx: Tx, nodeKey: string): Promise<UpdateDemand | null> {
  const { rows } = await sql<UpdateDemand>`
    select request.id, request.image_id as "imageId", image.version, image.size,
      coalesce(image.sha256, '') as sha256, request.state, ${busyAt('request.node_id')} as busy
    from shopfloor.firmware_updates as request
    join shopfloor.firmware_images as image on image.id = request.image_id
    where request.node_id = ${nodeKey} and request.state in ('waiting', 'transferring', 'installing')`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/**
 * Begins a transfer that waits, unless somebody runs a machine of the node. The machines stay locked
 * until the transaction ends, so that nobody starts one in the same moment. Answers whether it began.
 */
export async function beginTransfer(tx: Tx, id: string, nodeKey: string): Promise<boolean> {
  await sql`
    select from shopfloor.machines where node_id = ${nodeKey} order by id for no key update`.execute(
    tx,
  );
  const { rows } = await sql`
    update shopfloor.firmware_updates as request
    set state = 'transferring', started_at = clock_timestamp(), progress_at = clock_timestamp()
    where request.id = ${id} and request.state = 'waiting' and not ${busyAt('request.node_id')}
    returning request.id`.execute(tx);
  return rows.length > 0;
}

/** Keeps how much the node has. Answers false when the transfer is not wanted any more. */
export async function recordProgress(tx: Tx, id: string, received: number): Promise<boolean> {
  const { rows } = await sql`
    update shopfloor.firmware_updates set received = ${received}, progress_at = clock_timestamp()
    where id = ${id} and state = 'transferring' returning id`.execute(tx);
  return rows.length > 0;
}

/** The node has all and is about to install it. Answers false when that is not wanted any more. */
export async function beginInstall(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    update shopfloor.firmware_updates as request
    set state = 'installing', received = image.size, progress_at = clock_timestamp()
    from shopfloor.firmware_images as image
    where image.id = request.image_id and request.id = ${id} and request.state = 'transferring'
    returning request.id`.execute(tx);
  return rows.length > 0;
}

/** How a request ends. */
export type UpdateEnd =
  | { readonly state: 'done' | 'cancelled' }
  | { readonly state: 'failed'; readonly error: string };

/** Ends a request that is in one of the given states; answers the state it was in, null when it was over. */
export async function endUpdate(
  tx: Tx,
  id: string,
  end: UpdateEnd,
  from: readonly UpdateDemand['state'][],
): Promise<UpdateDemand['state'] | null> {
  const error = end.state === 'failed' ? end.error : null;
  const { rows } = await sql<{ before: UpdateDemand['state'] }>`
    with open as (
      select id, state as before from shopfloor.firmware_updates
      where id = ${id} and state = any (${from}) for no key update
    )
    update shopfloor.firmware_updates as request
    set state = ${end.state}, error = left(${error}, 200), finished_at = clock_timestamp()
    from open where open.id = request.id
    returning open.before`.execute(tx);
  return rows[0]?.before ?? null;
}

/** A request by its key, as far as the person may see it. */
export async function findUpdate(
  tx: Tx,
  id: string,
): Promise<{ readonly nodeKey: string; readonly state: string; readonly version: string } | null> {
  const { rows } = await sql<{ nodeKey: string; state: string; version: string }>`
    select request.node_id as "nodeKey", request.state, image.version
    from shopfloor.firmware_updates as request
    join shopfloor.firmware_images as image on image.id = request.image_id
    where request.id = ${id}`.execute(tx);
  return rows[0] ?? null;
}

/** A request that did not go on for too long. */
export interface OverdueUpdate {
  readonly id: string;
  readonly nodeKey: string;
  readonly state: 'transferring' | 'installing';
}

/** Transfers without progress, and installations without the node's greeting, for so long. */
export async function findOverdue(
  tx: Tx,
  limits: { readonly transferMs: number; readonly installMs: number },
): Promise<OverdueUpdate[]> {
  const { rows } = await sql<OverdueUpdate>`
    select id, node_id as "nodeKey", state from shopfloor.firmware_updates
    where state in ('transferring', 'installing') and progress_at < clock_timestamp()
      - make_interval(secs => case state when 'installing' then ${limits.installMs / 1000}::float8
          else ${limits.transferMs / 1000}::float8 end)
    order by requested_at`.execute(tx);
  return rows;
}
