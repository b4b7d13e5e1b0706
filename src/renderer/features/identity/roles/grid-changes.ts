import type { Permission } from '#contract/permissions.ts';
import type { RoleRow } from '#contract/identity/roles.ts';

/** What the changed roles are to permit, by role; a role without changes is not in it. */
export type GridDraft = ReadonlyMap<string, ReadonlySet<Permission>>;

const differences = (wanted: ReadonlySet<Permission>, { permissions }: RoleRow): number => {
  const kept = permissions.filter((permission) => wanted.has(permission)).length;
  return wanted.size + permissions.length - 2 * kept;
};

/** Whether a role is to permit something, as it will be after saving. */
export const permits = (role: RoleRow, permission: Permission, draft: GridDraft): boolean =>
  draft.get(role.id)?.has(permission) ?? role.permissions.includes(permission);

/** Whether a cell differs from what is saved. */
export const isChanged = (role: RoleRow, permission: Permission, draft: GridDraft): boolean =>
  permits(role, permission, draft) !== role.permissions.includes(permission);

/** How many cells differ from what is saved. */
export function changeCount(roles: readonly RoleRow[], draft: GridDraft): number {
  return roles.reduce((count, role) => {
    const wanted = draft.get(role.id);
    if (!wanted) return count;
    return count + differences(wanted, role);
  }, 0);
}

/** The draft with one cell turned over. A protected role stays; a role back at what is saved leaves the draft. */
export function toggled(role: RoleRow, permission: Permission, draft: GridDraft): GridDraft {
  if (role.isProtected) return draft;
  const wanted = new Set(draft.get(role.id) ?? role.permissions);
  if (!wanted.delete(permission)) wanted.add(permission);
  const next = new Map(draft);
  if (differences(wanted, role) === 0) next.delete(role.id);
  else next.set(role.id, wanted);
  return next;
}

/** The changed columns, as `saveGrid` takes them. */
export function changedColumns(roles: readonly RoleRow[], draft: GridDraft) {
  return roles.flatMap(({ id, version, name, description }) => {
    const wanted = draft.get(id);
    return wanted ? [{ id, version, name, description, permissions: [...wanted] }] : [];
  });
}

/** A cell by row and column. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

const steps: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));

/** Where a key moves the cursor in a grid of that size; null for keys that do not move it. */
export function movedPlace(
  { row, column }: GridPlace,
  key: string,
  rows: number,
  columns: number,
): GridPlace | null {
  const step = steps[key];
  if (!step) return null;
  return { row: within(row + step[0], rows), column: within(column + step[1], columns) };
}
