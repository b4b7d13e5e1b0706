import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { areaFields } from '#contract/shopfloor/areas.ts';
import { machineFields } from '#contract/shopfloor/machines.ts';
import { nodeFields } from '#contract/shopfloor/nodes.ts';
import { planPlace } from '#contract/shopfloor/plans.ts';
import type {
  StructureChange,
  StructureKind,
  StructureProblem,
} from '#contract/shopfloor/structure.ts';
import { zoneFields } from '#contract/shopfloor/zones.ts';
import { columnsOf, type FieldValue, textOf } from './columns.ts';
import { keyOf, type Standing, zoneKey } from './current-structure.ts';
import { type FileRecord, problem, type StructureFile } from './structure-file.ts';

/** One record that is to be written. */
export interface ImportStep {
  readonly change: StructureChange;
  readonly key: string;
  readonly standing: Standing | null;
  readonly values: Readonly<Record<string, FieldValue>>;
}

/** What a file would do. */
export interface ImportPlan {
  readonly problems: readonly StructureProblem[];
  /** In the order in which they are written: what is pointed to comes first. */
  readonly steps: readonly ImportStep[];
  /** Stands for exactly these steps on exactly what stands. */
  readonly digest: string;
}

/** The order in which kinds are written. */
const order: readonly StructureKind[] = ['area', 'zone', 'node', 'machine'];

/** Stands where the key of something that may yet have to be made will stand. */
const someId = '00000000-0000-7000-8000-000000000000';

/** Values of the columns as the contract's fields; keys of other things are filled in by `ids`. */
export function fieldsOf(
  kind: StructureKind,
  values: Readonly<Record<string, FieldValue>>,
  ids: {
    readonly areaId: string | null;
    readonly zoneId: string | null;
    readonly nodeId: string | null;
  },
): Record<string, unknown> {
  const { code, area: _area, zone: _zone, node: _node, version: _version, ...own } = values;
  const { x: _x, y: _y, rotation: _rotation, size: _size, ...fields } = own;
  switch (kind) {
    case 'area':
      return { ...fields, code };
    case 'zone':
      return { ...fields, code, areaId: ids.areaId };
    case 'node':
      return { ...fields, nodeId: code, zoneId: ids.zoneId };
    case 'machine':
      return { ...fields, machineId: code, zoneId: ids.zoneId, nodeId: ids.nodeId };
  }
}

/** The contract's rules for what a person enters of each kind. */
export const schemas = {
  area: areaFields,
  zone: zoneFields,
  node: nodeFields,
  machine: machineFields,
} as const satisfies Record<StructureKind, z.ZodType>;

/** Where something is to stand on the plan; null: nowhere, undefined: half of a place. */
export function placeOf(
  values: Readonly<Record<string, FieldValue>>,
): z.infer<typeof planPlace> | null | undefined {
  const { x = null, y = null, rotation, size } = values;
  if (x === null && y === null) return null;
  return planPlace.safeParse({ x, y, rotation: rotation ?? 0, size: size ?? 50 }).data;
}

class Planner {
  readonly problems: StructureProblem[];
  readonly #standing: ReadonlyMap<string, Standing>;
  /** Keys of everything that is there or will be, by `kind key`. */
  readonly #known: Set<string>;
  readonly #seen = new Map<string, number>();

  constructor(problems: readonly StructureProblem[], standing: readonly Standing[]) {
    this.problems = [...problems];
    this.#standing = new Map(standing.map((one) => [`${one.kind} ${one.key}`, one]));
    this.#known = new Set(this.#standing.keys());
  }

  step({ line, kind, values: given }: FileRecord): ImportStep[] {
    const key = keyOf(kind, Object.fromEntries(given));
    const name = `${kind} ${key}`;
    if (key === '' || key.endsWith('/') || (kind === 'zone' && key.startsWith('/')))
      return this.#refuse(
        line,
        kind === 'zone' && key.startsWith('/') ? 'area' : 'code',
        'required',
      );
    if (this.#seen.has(name)) return this.#refuse(line, 'code', 'twice', key);
    this.#seen.set(name, line);
    const standing = this.#standing.get(name) ?? null;
    const version = given.get('version') ?? null;
    if (standing !== null && version !== null && version !== standing.version)
      return this.#refuse(line, 'version', 'changed', textOf(version));
    const values = settled(kind, standing, given);
    this.#known.add(name);
    const before = this.problems.length;
    this.#references(line, kind, values);
    this.#fields(line, kind, values);
    if (this.problems.length > before) return [];
    const fields = standing === null ? [] : differences(kind, standing.values, values);
    const action = standing === null ? 'add' : fields.length > 0 ? 'change' : 'same';
    const code = kind === 'zone' ? key : String(values['code'] ?? '');
    const change = {
      line,
      kind,
      code,
      name: String(values['name'] ?? ''),
      action,
      fields,
    } as const;
    return [{ change, key, standing, values }];
  }

  #refuse(
    line: number,
    column: string | null,
    fault: StructureProblem['fault'],
    value: string | null = null,
  ): [] {
    this.problems.push(problem(line, column, fault, value));
    return [];
  }

  #references(line: number, kind: StructureKind, values: Record<string, FieldValue>): void {
    const { area = null, zone = null, node = null } = values;
    const lacks = (what: StructureKind, key: string): boolean => !this.#known.has(`${what} ${key}`);
    if (kind === 'area') return;
    if (area !== null && lacks('area', String(area)))
      this.#refuse(line, 'area', 'unknown-area', String(area));
    else if (zone !== null && lacks('zone', zoneKey(area, zone)))
      this.#refuse(line, 'zone', 'unknown-zone', String(zone));
    if (node !== null && lacks('node', String(node)))
      this.#refuse(line, 'node', 'unknown-node', String(node));
  }

  #fields(line: number, kind: StructureKind, values: Record<string, FieldValue>): void {
    const ids = {
      areaId: someId,
      zoneId: values['zone'] == null ? null : someId,
      nodeId: values['node'] == null ? null : someId,
    };
    const read = schemas[kind].safeParse(fieldsOf(kind, values, ids));
    for (const { path } of read.error?.issues ?? []) {
      const field = String(path[0]);
      const column = columnsOf(kind).find((one) => one.field === field)?.name ?? 'code';
      const value = values[field] ?? null;
      this.#refuse(line, column, value === null ? 'required' : 'invalid', textOf(value));
    }
    if (placeOf(values) === undefined)
      this.#refuse(line, 'plan_x', 'invalid', textOf(values['x'] ?? null));
  }
}

/** The record as it would stand: what the file says over what is there, without what follows from something else. */
function settled(
  kind: StructureKind,
  standing: Standing | null,
  given: FileRecord['values'],
): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = { ...standing?.values, ...Object.fromEntries(given) };
  delete values['version'];
  if (kind === 'area' || kind === 'zone') return values;
  if (values['zone'] == null) values['area'] = null;
  // A place is one on the plan of the area; whatever goes elsewhere has none there yet.
  const left = standing !== null && standing.values['area'] !== values['area'];
  if (values['area'] === null || (left && !given.has('x'))) values['x'] = values['y'] = null;
  const place = placeOf(values);
  if (place === undefined) return values;
  const { x = null, y = null, rotation = null, size = null } = place ?? {};
  return { ...values, x, y, rotation, size };
}

function differences(
  kind: StructureKind,
  from: Readonly<Record<string, FieldValue>>,
  to: Readonly<Record<string, FieldValue>>,
): StructureChange['fields'] {
  return columnsOf(kind).flatMap(({ name, field }) => {
    const [before, after] = [textOf(from[field] ?? null), textOf(to[field] ?? null)];
    return field === 'version' || before === after
      ? []
      : [{ column: name, from: before, to: after }];
  });
}

/** Two machines on one relay, or two nodes at one address, after everything is written. */
function clashes(steps: readonly ImportStep[], standing: readonly Standing[]): StructureProblem[] {
  const written = new Set(steps.map(({ change, key }) => `${change.kind} ${key}`));
  const claim = (kind: StructureKind, values: ImportStep['values']): string | null => {
    if (values['active'] === false) return null;
    if (kind === 'machine' && values['node'] != null)
      return `machine ${textOf(values['node'])} ${values['nodePort'] ?? 0}`;
    return kind === 'node' && values['endpoint'] != null
      ? `node ${textOf(values['endpoint'])}`
      : null;
  };
  const taken = new Set(
    standing
      .filter(({ kind, key }) => !written.has(`${kind} ${key}`))
      .map(({ kind, values }) => claim(kind, values)),
  );
  return steps.flatMap(({ change: { line, kind }, values }) => {
    const claimed = claim(kind, values);
    if (claimed === null) return [];
    const free = !taken.has(claimed);
    taken.add(claimed);
    return free ? [] : [problem(line, kind === 'machine' ? 'port' : 'endpoint', 'taken')];
  });
}

/** Compares a file with what stands. */
export function planImport(
  { records, problems }: StructureFile,
  standing: readonly Standing[],
): ImportPlan {
  const planner = new Planner(problems, standing);
  const sorted = order.flatMap((kind) => records.filter((record) => record.kind === kind));
  const steps = sorted.flatMap((record) => planner.step(record));
  const all = [...planner.problems, ...clashes(steps, standing)];
  const stands = steps.map(({ change, standing: was, values }) => [
    change.kind,
    was?.id,
    was?.version,
    was?.placeVersion,
    values,
  ]);
  const digest = createHash('sha256').update(JSON.stringify(stands)).digest('base64url');
  return { problems: all.toSorted((a, b) => a.line - b.line), steps, digest };
}
