import type { StructureFormat } from '#contract/shopfloor/structure.ts';
import type { Permission } from '#contract/permissions.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { insertNode, updateNode } from '../nodes/nodes.queries.ts';
import { originOf } from '../origin.ts';
import { savePlace } from '../plans/plan-positions.queries.ts';
import { type Saved, saving } from '../saved.ts';
import type { Affected } from '#contract/shopfloor/service-state.ts';
import { insertArea, updateArea } from '../structure/areas.queries.ts';
import { insertMachine, updateMachine } from '../structure/machines.queries.ts';
import { lockPlace, readAffected } from '../structure/service-state.queries.ts';
import { insertZone, updateZone } from '../structure/zones.queries.ts';
import { readStructure, zoneKey } from './current-structure.ts';
import {
  fieldsOf,
  type ImportPlan,
  type ImportStep,
  placeOf,
  planImport,
  schemas,
} from './import-plan.ts';
import { readStructureFile, writeStructureFile } from './structure-file.ts';

/** What was done. */
export interface Imported {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
}

/** What became of applying a file. */
export type ImportOutcome =
  | Saved<Imported>
  /** The structure or the file is not as it was checked. */
  | { readonly kind: 'stale' }
  /** The file takes out of service what people run; nothing was done. */
  | { readonly kind: 'in-use'; readonly sessions: Affected['sessions'] }
  | { readonly kind: 'lacking'; readonly permission: Permission };

/** The structure as files. */
export interface ExchangeService {
  export(caller: ActorContext, format: StructureFormat, template: boolean): Promise<string>;
  check(caller: ActorContext, format: StructureFormat, text: string): Promise<ImportPlan>;
  apply(
    caller: ActorContext,
    file: { readonly format: StructureFormat; readonly text: string; readonly digest: string },
  ): Promise<ImportOutcome>;
}

/** Undoes the transaction: a row was saved by somebody else while it ran. */
class Stale extends Error {}

const needed = { machine: 'machine:manage', node: 'node:manage' } as const;

/** The permission that a file needs beside `structure:manage` and the person lacks. */
function lackingFor({ actor }: ActorContext, { steps }: ImportPlan): Permission | null {
  const kinds = new Set(
    steps.filter(({ change }) => change.action !== 'same').map(({ change }) => change.kind),
  );
  for (const kind of ['machine', 'node'] as const)
    if (kinds.has(kind) && !actor.permissions.has(needed[kind])) return needed[kind];
  return null;
}

/** The sessions at everything that the file takes out of service; nobody begins another until the transaction ends. */
async function runningWhere(tx: Tx, { steps }: ImportPlan): Promise<Affected['sessions']> {
  const running: Affected['sessions'] = [];
  for (const { change, standing, values } of steps) {
    const { kind: what } = change;
    const leaves = standing?.values['active'] === true && values['active'] === false;
    if (!standing || !leaves || what === 'node') continue;
    await lockPlace(tx, what, standing.id);
    running.push(...(await readAffected(tx, { what, ids: [standing.id] })).sessions);
  }
  return running;
}

/** Writes steps one by one, and remembers the keys of what they point to. */
class ImportWriter {
  readonly #ids: Map<string, string>;

  constructor(ids: Map<string, string>) {
    this.#ids = ids;
  }

  async write(tx: Tx, step: ImportStep): Promise<string> {
    const { change, key, standing, values } = step;
    const areaId = this.#idOf('area', values['area']);
    const fields = fieldsOf(change.kind, values, {
      areaId,
      zoneId:
        values['zone'] == null
          ? null
          : this.#idOf('zone', zoneKey(values['area'] ?? null, values['zone'])),
      nodeId: this.#idOf('node', values['node']),
    });
    const id = standing?.id ?? (await insert(tx, change.kind, fields));
    if (standing && change.action === 'change') {
      if (!(await update(tx, step, id, fields))) throw new Stale();
    }
    this.#ids.set(`${change.kind} ${key}`, id);
    await this.#place(tx, step, id, areaId);
    return id;
  }

  #idOf(kind: string, key: unknown): string | null {
    return typeof key === 'string' ? (this.#ids.get(`${kind} ${key}`) ?? null) : null;
  }

  async #place(
    tx: Tx,
    { change, standing, values }: ImportStep,
    id: string,
    areaId: string | null,
  ) {
    const { kind, fields } = change;
    if ((kind !== 'machine' && kind !== 'node') || areaId === null) return;
    const place = placeOf(values) ?? null;
    // Another area takes it off the plan by trigger, which is a change of its place as well.
    const left = fields.some(({ column }) => column === 'area');
    const before = standing?.placeVersion ?? 0;
    const changed = left || fields.some(({ column }) => column.startsWith('plan_'));
    if (place === null ? before === 0 || left || !changed : standing !== null && !changed) return;
    const version = left && before > 0 ? before + 1 : before;
    if (!(await savePlace(tx, areaId, { kind, id, place, version }))) throw new Stale();
  }
}

function insert(tx: Tx, kind: ImportStep['change']['kind'], fields: object): Promise<string> {
  switch (kind) {
    case 'area':
      return insertArea(tx, schemas.area.parse(fields));
    case 'zone':
      return insertZone(tx, schemas.zone.parse(fields));
    case 'node':
      return insertNode(tx, schemas.node.parse(fields));
    case 'machine':
      return insertMachine(tx, schemas.machine.parse(fields));
  }
}

function update(
  tx: Tx,
  { change, standing }: ImportStep,
  id: string,
  fields: object,
): Promise<boolean> {
  const version = standing?.version ?? 0;
  switch (change.kind) {
    case 'area':
      return updateArea(tx, id, version, schemas.area.parse(fields));
    case 'zone':
      return updateZone(tx, id, version, schemas.zone.parse(fields));
    case 'node': {
      const installationId = standing?.rest['installationId'] ?? null;
      return updateNode(tx, id, version, schemas.node.parse({ ...fields, installationId }));
    }
    case 'machine':
      return updateMachine(tx, id, version, schemas.machine.parse(fields));
  }
}

const countOf = ({ steps }: ImportPlan, action: ImportStep['change']['action']): number =>
  steps.filter(({ change }) => change.action === action).length;

async function planned(tx: Tx, format: StructureFormat, text: string) {
  const standing = await readStructure(tx);
  return { standing, plan: planImport(readStructureFile(format, text), standing) };
}

/** Makes the service. */
export function exchangeService(database: Database, audit: AuditService): ExchangeService {
  async function record(tx: Tx, { actor, connection }: ActorContext, step: ImportStep, id: string) {
    const { change, values } = step;
    await audit.record(tx, {
      userId: actor.userId,
      username: actor.username,
      action: `${change.kind}.import`,
      targetType: change.kind,
      targetId: id,
      ...(change.action === 'change' && {
        oldValues: Object.fromEntries(change.fields.map(({ column, from }) => [column, from])),
      }),
      newValues:
        change.action === 'change'
          ? Object.fromEntries(change.fields.map(({ column, to }) => [column, to]))
          : { ...values },
      origin: originOf(connection),
    });
  }

  async function applyIn(
    tx: Tx,
    caller: ActorContext,
    file: { readonly format: StructureFormat; readonly text: string; readonly digest: string },
  ): Promise<ImportOutcome> {
    const { standing, plan } = await planned(tx, file.format, file.text);
    if (plan.problems.length > 0 || plan.digest !== file.digest) return { kind: 'stale' };
    const permission = lackingFor(caller, plan);
    if (permission) return { kind: 'lacking', permission };
    const sessions = await runningWhere(tx, plan);
    if (sessions.length > 0) return { kind: 'in-use', sessions };
    const writer = new ImportWriter(
      new Map(standing.map(({ kind, key, id }) => [`${kind} ${key}`, id])),
    );
    for (const step of plan.steps) {
      if (step.change.action === 'same') continue;
      await record(tx, caller, step, await writer.write(tx, step));
    }
    const row = {
      added: countOf(plan, 'add'),
      changed: countOf(plan, 'change'),
      same: countOf(plan, 'same'),
    };
    return { kind: 'saved', row };
  }

  return {
    export: (caller, format, template) =>
      database.asUser(caller.actor, async (tx) =>
        writeStructureFile(format, template ? [] : await readStructure(tx)),
      ),
    check: (caller, format, text) =>
      database.asUser(caller.actor, async (tx) => (await planned(tx, format, text)).plan),
    async apply(caller, file) {
      try {
        return await saving<Imported, ImportOutcome>({}, () =>
          database.asUser(caller.actor, (tx) => applyIn(tx, caller, file)),
        );
      } catch (error) {
        if (error instanceof Stale) return { kind: 'stale' };
        throw error;
      }
    },
  };
}
