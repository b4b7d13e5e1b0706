import type { Area } from '#contract/shopfloor/areas.ts';
import type { Machine } from '#contract/shopfloor/machines.ts';
import type { Zone } from '#contract/shopfloor/zones.ts';

/** What stands in the tree. */
export type StructureKind = 'area' | 'zone' | 'machine';

/** One entry of the tree with what is in it. */
export interface Branch {
  /** `area:<id>`, `zone:<id>`, `machine:<id>`; `area:none` holds what has no area. */
  readonly key: string;
  readonly kind: StructureKind;
  /** Null for the branch of what has no area. */
  readonly id: string | null;
  readonly code: string | null;
  readonly name: string;
  readonly active: boolean;
  readonly branches: readonly Branch[];
}

/** The records the tree is made of. */
export interface StructureRecords {
  readonly areas: readonly Area[];
  readonly zones: readonly Zone[];
  readonly machines: readonly Machine[];
}

const machineBranch = ({ id, machineId, name, active }: Machine): Branch => ({
  key: `machine:${id}`,
  kind: 'machine',
  id,
  code: machineId,
  name,
  active,
  branches: [],
});

/** The branch where it or something in it is called so; what is in a found branch stays whole. */
function matching(branch: Branch, wanted: string): Branch[] {
  if (`${branch.code ?? ''} ${branch.name}`.toLocaleLowerCase().includes(wanted)) return [branch];
  const branches = branch.branches.flatMap((inner) => matching(inner, wanted));
  return branches.length > 0 ? [{ ...branch, branches }] : [];
}

/** Areas with their zones and machines, in the order of the records; machines without zone last in their area. */
export function branchesOf(
  { areas, zones, machines }: StructureRecords,
  search: string,
): readonly Branch[] {
  const inZone = Map.groupBy(machines, ({ zone }) => zone?.id ?? null);
  const zoneBranch = ({ id, code, name, active }: Zone): Branch => ({
    key: `zone:${id}`,
    kind: 'zone',
    id,
    code,
    name,
    active,
    branches: (inZone.get(id) ?? []).map(machineBranch),
  });
  const areaBranches = areas.map(({ id, code, name, active }): Branch => ({
    key: `area:${id}`,
    kind: 'area',
    id,
    code,
    name,
    active,
    branches: zones.filter(({ areaId }) => areaId === id).map(zoneBranch),
  }));
  const homeless = (inZone.get(null) ?? []).map(machineBranch);
  const rest: readonly Branch[] =
    homeless.length > 0
      ? [
          {
            key: 'area:none',
            kind: 'area',
            id: null,
            code: null,
            name: '',
            active: true,
            branches: homeless,
          },
        ]
      : [];
  const all = [...areaBranches, ...rest];
  const wanted = search.trim().toLocaleLowerCase();
  return wanted === '' ? all : all.flatMap((branch) => matching(branch, wanted));
}
