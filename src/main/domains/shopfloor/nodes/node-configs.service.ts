import type { NodeConfigState, NodeConfigVersion } from '#contract/shopfloor/node-config.ts';
import {
  completeConfig,
  configDifferences,
  type NodeConfig,
  nodeConfigSchema,
} from '#contract/shopfloor/node-settings.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import type { Actor, ActorContext } from '#platform/rpc/context.ts';
import { originOf } from '../origin.ts';
import { type Saved, saving, whyNotSaved } from '../saved.ts';
import {
  addConfigVersion,
  type ConfigRow,
  forgetApplied,
  listConfigVersions,
  readConfig,
  readConfigVersion,
  writeConfig,
} from './node-configs.queries.ts';

/** Settings that a person wants a node to have. */
export interface ConfigChange {
  readonly id: string;
  /** Version that was read. */
  readonly version: number;
  readonly note: string | null;
}

/** What became of giving a node settings. */
export type ConfigSaved =
  | Saved<NodeConfigState>
  | { readonly kind: 'invalid'; readonly field: string };

/** Settings of nodes as people change them. */
export interface NodeConfigs {
  get(
    actor: Actor,
    id: string,
  ): Promise<{ readonly settings: NodeConfig; readonly state: NodeConfigState } | null>;
  history(actor: Actor, id: string, page: PageRequest): Promise<Page<NodeConfigVersion>>;
  save(
    caller: ActorContext,
    change: ConfigChange & { readonly settings: NodeConfig },
  ): Promise<ConfigSaved>;
  restore(
    caller: ActorContext,
    change: ConfigChange & { readonly from: number },
  ): Promise<Saved<NodeConfigState>>;
  push(caller: ActorContext, id: string): Promise<Saved<NodeConfigState>>;
}

const stateOf = ({ nodeType: _type, config: _config, ...state }: ConfigRow): NodeConfigState =>
  state;

async function written(tx: Tx, id: string): Promise<Saved<NodeConfigState>> {
  const row = await readConfig(tx, id);
  if (!row) throw new Error('The node disappeared while its settings were saved.');
  return { kind: 'saved', row: stateOf(row) };
}

/** Makes the service. */
export function nodeConfigs(database: Database, audit: AuditService): NodeConfigs {
  const run = (caller: ActorContext, work: (tx: Tx) => Promise<Saved<NodeConfigState>>) =>
    saving({}, () => database.asUser(caller.actor, work));

  const record = (
    tx: Tx,
    { actor, connection }: ActorContext,
    id: string,
    what: { readonly action: string; readonly values?: object; readonly note?: string | null },
  ) =>
    audit.record(tx, {
      userId: actor.userId,
      username: actor.username,
      action: `node-config.${what.action}`,
      targetType: 'node',
      targetId: id,
      ...what.values,
      ...(what.note && { changeReason: what.note }),
      origin: originOf(connection),
    });

  async function change(
    tx: Tx,
    caller: ActorContext,
    before: ConfigRow,
    { id, version, note }: ConfigChange,
    { settings, from }: { readonly settings: NodeConfig; readonly from: number | null },
  ): Promise<Saved<NodeConfigState>> {
    if (!(await writeConfig(tx, id, version, settings))) {
      return whyNotSaved(await readConfig(tx, id), version);
    }
    const changedBy = caller.actor.userId;
    const added = { version: version + 1, settings, restoredFrom: from, note, changedBy };
    await addConfigVersion(tx, id, added);
    const different = configDifferences(before.config, settings);
    const action = from === null ? 'save' : 'restore';
    const values = {
      oldValues: Object.fromEntries(different.map(({ name, before: old }) => [name, old])),
      newValues: Object.fromEntries(different.map(({ name, after }) => [name, after])),
      details: { version: version + 1, ...(from !== null && { restoredFrom: from }) },
    };
    await record(tx, caller, id, { action, values, note });
    return written(tx, id);
  }

  return {
    async get(actor, id) {
      const row = await database.asUser(actor, (tx) => readConfig(tx, id));
      return row && { settings: completeConfig(row.nodeType, row.config), state: stateOf(row) };
    },
    history: (actor, id, page) => database.asUser(actor, (tx) => listConfigVersions(tx, id, page)),
    async save(caller, { settings, ...target }) {
      const before = await database.asUser(caller.actor, (tx) => readConfig(tx, target.id));
      if (!before) return { kind: 'not-found' };
      const checked = nodeConfigSchema(before.nodeType).safeParse(settings);
      if (!checked.success) {
        const [issue] = checked.error.issues;
        const [name] = issue?.code === 'unrecognized_keys' ? issue.keys : (issue?.path ?? []);
        return { kind: 'invalid', field: String(name ?? '') };
      }
      const { data } = checked;
      return run(caller, (tx) =>
        change(tx, caller, before, target, { settings: data, from: null }),
      );
    },
    restore: (caller, { from, ...target }) =>
      run(caller, async (tx) => {
        const before = await readConfig(tx, target.id);
        if (!before) return { kind: 'not-found' };
        const old = await readConfigVersion(tx, target.id, from);
        if (!old) return { kind: 'missing', what: 'version' };
        const settings = completeConfig(before.nodeType, old);
        return change(tx, caller, before, target, { settings, from });
      }),
    push: (caller, id) =>
      run(caller, async (tx) => {
        const before = await readConfig(tx, id);
        if (!before) return { kind: 'not-found' };
        if (await forgetApplied(tx, id)) await record(tx, caller, id, { action: 'push' });
        else if (before.version > 0) return { kind: 'forbidden' };
        return written(tx, id);
      }),
  };
}
