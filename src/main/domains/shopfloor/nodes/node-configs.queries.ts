import { sql } from 'kysely';
import type { NodeConfigState, NodeConfigVersion } from '#contract/shopfloor/node-config.ts';
import type { NodeConfig } from '#contract/shopfloor/node-settings.ts';
import type { NodeType } from '#contract/shopfloor/nodes.ts';
import type { Tx } from '#platform/database/database.ts';
import {
  type Page,
  type PageRequest,
  readPage,
  type SortOrder,
} from '#platform/database/paging.ts';

/** The settings of a node as they stand. */
export interface ConfigRow extends NodeConfigState {
  readonly nodeType: NodeType;
  /** What was entered; null while nothing was. */
  readonly config: NodeConfig | null;
}

/** Whether a node has its settings, from its row under the name `node`. */
export const configState = sql<NodeConfigState['state']>`case
  when node.config_version = 0 then 'none'
  when node.config_applied_version = node.config_version then 'applied'
  when node.config_error is not null then 'failed'
  else 'pending' end`;

/** The settings of a node; null where it is not visible. */
export async function readConfig(tx: Tx, nodeKey: string): Promise<ConfigRow | null> {
  const row = await tx
    .selectFrom('shopfloor.nodes as node')
    .select([
      'node.node_type',
      'node.config',
      'node.config_version as version',
      'node.config_applied_version as appliedVersion',
      configState.as('state'),
      'node.config_error as error',
      'node.config_tried_at as triedAt',
    ])
    .where('node.id', '=', nodeKey)
    .executeTakeFirst();
  if (!row) return null;
  const { node_type: nodeType, config, ...state } = row;
  return { ...state, nodeType: nodeType as NodeType, config: config as NodeConfig | null };
}

/** Gives a node whose settings stand at `version` new ones; answers whether it did. */
export async function writeConfig(
  tx: Tx,
  nodeKey: string,
  version: number,
  settings: NodeConfig,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shopfloor.nodes
    set config = ${JSON.stringify(settings)}::jsonb, config_version = config_version + 1,
      config_error = null, config_tried_at = null
    where id = ${nodeKey} and config_version = ${version}`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** A version of settings as it is added. */
export interface NewConfigVersion {
  readonly version: number;
  readonly settings: NodeConfig;
  readonly restoredFrom: number | null;
  readonly note: string | null;
  readonly changedBy: string;
}

/** Adds a version to the history of a node's settings. */
export async function addConfigVersion(
  tx: Tx,
  nodeKey: string,
  { version, settings, restoredFrom, note, changedBy }: NewConfigVersion,
): Promise<void> {
  await tx
    .insertInto('shopfloor.node_configs')
    .values({
      node_id: nodeKey,
      version,
      settings: JSON.stringify(settings),
      restored_from: restoredFrom,
      note,
      changed_by: changedBy,
    })
    .execute();
}

const newestFirst: SortOrder<{ readonly version: number }> = [
  { column: 'config.version', property: 'version', direction: 'desc' },
];

/** One page of the versions of a node's settings, newest first. */
export async function listConfigVersions(
  tx: Tx,
  nodeKey: string,
  page: PageRequest,
): Promise<Page<NodeConfigVersion>> {
  const query = tx
    .selectFrom('shopfloor.node_configs as config')
    .leftJoin('identity.users as person', 'person.id', 'config.changed_by')
    .select([
      'config.version',
      'config.settings',
      'config.restored_from as restoredFrom',
      'config.note',
      'person.full_name as changedBy',
      'config.changed_at as changedAt',
    ])
    .where('config.node_id', '=', nodeKey);
  const { rows, nextCursor } = await readPage(query, newestFirst, page);
  return { rows: rows as NodeConfigVersion[], nextCursor };
}

/** The settings of a version; null when there is none. */
export async function readConfigVersion(
  tx: Tx,
  nodeKey: string,
  version: number,
): Promise<NodeConfig | null> {
  const row = await tx
    .selectFrom('shopfloor.node_configs')
    .select('settings')
    .where('node_id', '=', nodeKey)
    .where('version', '=', version)
    .executeTakeFirst();
  return row ? (row.settings as NodeConfig) : null;
}

/** Has a node given its settings anew, whatever it said. Answers whether there are any. */
export async function forgetApplied(tx: Tx, nodeKey: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shopfloor.nodes
    set config_applied_version = null, config_error = null, config_tried_at = null
    where id = ${nodeKey} and config_version > 0`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** What a node is to be given: settings that it does not have, and whose last attempt has had its rest. */
export interface ConfigDemand {
  readonly version: number;
  readonly nodeType: NodeType;
  readonly config: NodeConfig;
}

/** The settings that a node lacks; null where it has them, or the last attempt failed within `restMs`. */
export async function readConfigDemand(
  tx: Tx,
  nodeKey: string,
  restMs: number,
): Promise<ConfigDemand | null> {
  const { rows } = await sql<ConfigDemand>`
    select config_version as version, node_type as "nodeType", config from shopfloor.nodes
    where id = ${nodeKey} and config_version > 0 and status <> 'updating'
      and config_applied_version is distinct from config_version
      and (config_error is null
        or config_tried_at < clock_timestamp() - make_interval(secs => ${restMs / 1000}))`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/**
 * Keeps that a node which asks for its orders itself is told this version now. Answers false where it
 * was first told longer than `answerMs` ago and has not answered since.
 */
export async function offerConfig(
  tx: Tx,
  nodeKey: string,
  version: number,
  answerMs: number,
): Promise<boolean> {
  const { rows } = await sql<{ overdue: boolean }>`
    with offered as (
      select id, config_tried_at is null or config_error is not null as fresh,
        config_tried_at < clock_timestamp() - make_interval(secs => ${answerMs / 1000}) as late
      from shopfloor.nodes where id = ${nodeKey} and config_version = ${version} for no key update
    ), told as (
      update shopfloor.nodes as node set config_tried_at = clock_timestamp()
      from offered where offered.id = node.id and offered.fresh
    )
    select not fresh and late as overdue from offered`.execute(tx);
  return rows[0]?.overdue === false;
}

/** Keeps which version a node says it has. Answers whether that is new and the version it is to have. */
export async function recordApplied(tx: Tx, nodeKey: string, version: number): Promise<boolean> {
  const { rows } = await sql<{ wanted: boolean }>`
    update shopfloor.nodes
    set config_applied_version = ${version},
      config_error = case when config_version = ${version} then null else config_error end,
      config_tried_at = clock_timestamp()
    where id = ${nodeKey} and config_applied_version is distinct from ${version}
    returning config_version = ${version} as wanted`.execute(tx);
  return rows[0]?.wanted ?? false;
}

/** Keeps why a node did not take a version that is still wanted. Answers whether that is news. */
export async function recordConfigFailure(
  tx: Tx,
  nodeKey: string,
  version: number,
  error: string,
): Promise<boolean> {
  const { rows } = await sql<{ before: string | null }>`
    with tried as (
      select id, config_error as before from shopfloor.nodes
      where id = ${nodeKey} and config_version = ${version} for no key update
    )
    update shopfloor.nodes as node set config_error = left(${error}, 200), config_tried_at = clock_timestamp()
    from tried where tried.id = node.id
    returning tried.before`.execute(tx);
  return rows.some(({ before }) => before !== error);
}
