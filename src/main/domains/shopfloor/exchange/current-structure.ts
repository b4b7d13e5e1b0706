import type { Area, AreaFields } from '#contract/shopfloor/areas.ts';
import type { Machine, MachineFields } from '#contract/shopfloor/machines.ts';
import type { NodeFields, ShopNode } from '#contract/shopfloor/nodes.ts';
import type { PlanPosition } from '#contract/shopfloor/plans.ts';
import type { StructureKind } from '#contract/shopfloor/structure.ts';
import type { Zone, ZoneFields } from '#contract/shopfloor/zones.ts';
import type { Tx } from '#platform/database/database.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import { listNodes } from '../nodes/nodes.queries.ts';
import { listPositions } from '../plans/plan-positions.queries.ts';
import { listAreas } from '../structure/areas.queries.ts';
import { listMachines } from '../structure/machines.queries.ts';
import { listZones } from '../structure/zones.queries.ts';
import type { FieldValue } from './columns.ts';

/** A record as it stands, by the fields of its columns. */
export interface Standing {
  readonly kind: StructureKind;
  readonly id: string;
  readonly version: number;
  /** What tells it from others of its kind: see {@link keyOf}. */
  readonly key: string;
  readonly values: Readonly<Record<string, FieldValue>>;
  /** Version of its place on the plan; 0 where it was never placed. */
  readonly placeVersion: number;
  /** Fields of the contract that no column holds; saved as they are. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** What tells a record from others: its code, and for a zone that of its area with its own code or name. */
export function keyOf(kind: StructureKind, values: Readonly<Record<string, FieldValue>>): string {
  const own = String(values['code'] ?? '');
  return kind === 'zone' ? zoneKey(values['area'] ?? null, own || (values['name'] ?? null)) : own;
}

/** Key of a zone by the code of its area and its own code or name. */
export const zoneKey = (area: FieldValue, zone: FieldValue): string =>
  `${area ?? ''}/${zone ?? ''}`;

/** All pages of a list. */
async function all<Row>(list: (page: PageRequest) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: 500, ...(cursor !== undefined && { cursor }) });
    rows.push(...page.rows);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

interface Places {
  readonly areas: ReadonlyMap<string, Area>;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly positions: ReadonlyMap<string, PlanPosition>;
}

/** Fields that name other things or the record itself; columns of other names hold them. */
type Naming = 'areaId' | 'installationId' | 'machineId' | 'nodeId' | 'zoneId';

/** A value for each field that a person enters: what is left out here, importing a file would reset. */
type OwnValues<Fields> = Readonly<Record<'code' | Exclude<keyof Fields, Naming>, FieldValue>> &
  Readonly<Record<string, FieldValue>>;

const named = ({ code, name }: Zone): string => code ?? name;

const standing = (
  kind: StructureKind,
  { id, version }: { readonly id: string; readonly version: number },
  values: Record<string, FieldValue>,
  rest: Record<string, unknown> = {},
): Standing => ({
  kind,
  id,
  version,
  key: keyOf(kind, values),
  values: { ...values, version },
  placeVersion: 0,
  rest,
});

const ofArea = (area: Area): Standing =>
  standing('area', area, {
    code: area.code,
    name: area.name,
    description: area.description,
    active: area.active,
  } satisfies OwnValues<AreaFields>);

const ofZone = (zone: Zone, { areas }: Places): Standing =>
  standing('zone', zone, {
    code: zone.code,
    name: zone.name,
    description: zone.description,
    area: areas.get(zone.areaId)?.code ?? null,
    active: zone.active,
  } satisfies OwnValues<ZoneFields>);

function whereOf(zoneId: string | null, { areas, zones }: Places): Record<string, FieldValue> {
  const zone = zones.get(zoneId ?? '');
  const area = areas.get(zone?.areaId ?? '')?.code ?? null;
  return { area, zone: zone ? named(zone) : null };
}

function withPlace(standingThing: Standing, { positions }: Places): Standing {
  const { place = null, version = 0 } = positions.get(standingThing.id) ?? {};
  const { x = null, y = null, rotation = null, size = null } = place ?? {};
  const values = { ...standingThing.values, x, y, rotation, size };
  return { ...standingThing, values, placeVersion: version };
}

const ofNode = (node: ShopNode, places: Places): Standing =>
  withPlace(
    standing(
      'node',
      node,
      {
        code: node.nodeId,
        name: node.name,
        description: node.description,
        ...whereOf(node.zone?.id ?? null, places),
        active: node.active,
        nodeType: node.nodeType,
        isEsp32: node.isEsp32,
        endpoint: node.endpoint,
        offlineAfterSeconds: node.offlineAfterSeconds,
        monitorsEstop: node.monitorsEstop,
        drillEveryDays: node.drillEveryDays,
        workstation: node.workstation,
      } satisfies OwnValues<NodeFields>,
      { ...node },
    ),
    places,
  );

const ofMachine = (machine: Machine, places: Places): Standing =>
  withPlace(
    standing('machine', machine, {
      code: machine.machineId,
      name: machine.name,
      description: machine.description,
      ...whereOf(machine.zone?.id ?? null, places),
      active: machine.active,
      node: machine.node?.nodeId ?? null,
      nodePort: machine.nodePort,
      requiresRfid: machine.requiresRfid,
      timeoutMinutes: machine.timeoutMinutes,
      warningMinutes: machine.warningMinutes,
      checkAfterUse: machine.checkAfterUse,
      takeOver: machine.takeOver,
      takeOverIdleMinutes: machine.takeOverIdleMinutes,
      extensionsMax: machine.extensionsMax,
      extensionMinutes: machine.extensionMinutes,
      extendByBadge: machine.extendByBadge,
    } satisfies OwnValues<MachineFields>),
    places,
  );

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

/** Everything that the person may see, areas first: each stands after what it points to. */
export async function readStructure(tx: Tx): Promise<Standing[]> {
  const areas = await all((page) => listAreas(tx, {}, page));
  const zones = await all((page) => listZones(tx, {}, page));
  const nodes = await all((page) => listNodes(tx, {}, page));
  const machines = await all((page) => listMachines(tx, {}, page));
  const positions: PlanPosition[] = [];
  for (const { id } of areas) positions.push(...(await listPositions(tx, id, true)));
  const places = { areas: byId(areas), zones: byId(zones), positions: byId(positions) };
  return [
    ...areas.map(ofArea),
    ...zones.map((zone) => ofZone(zone, places)),
    ...nodes.map((node) => ofNode(node, places)),
    ...machines.map((machine) => ofMachine(machine, places)),
  ];
}
