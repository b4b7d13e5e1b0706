import type { StructureKind } from '#contract/shopfloor/structure.ts';

/** A field's value before it is written, and after it was read. */
export type FieldValue = string | number | boolean | null;

/** How a field of a record is written as text. */
export interface Column {
  /** Heading of the column, and key in JSON. */
  readonly name: string;
  /** Field of the contract that it holds; places on the plan are kept apart. */
  readonly field: string;
  readonly type: 'text' | 'number' | 'yes-no';
  /** Empty means nothing rather than "leave it". */
  readonly nullable?: boolean;
  readonly kinds: readonly StructureKind[];
}

const everything: readonly StructureKind[] = ['area', 'zone', 'node', 'machine'];
const placed: readonly StructureKind[] = ['node', 'machine'];

/** The columns in the order in which they are written, after `kind`. */
export const columns: readonly Column[] = [
  { name: 'code', field: 'code', type: 'text', kinds: everything, nullable: true },
  { name: 'name', field: 'name', type: 'text', kinds: everything },
  { name: 'description', field: 'description', type: 'text', kinds: everything, nullable: true },
  { name: 'area', field: 'area', type: 'text', kinds: ['zone', ...placed], nullable: true },
  { name: 'zone', field: 'zone', type: 'text', kinds: placed, nullable: true },
  { name: 'active', field: 'active', type: 'yes-no', kinds: everything },
  { name: 'node', field: 'node', type: 'text', kinds: ['machine'], nullable: true },
  { name: 'port', field: 'nodePort', type: 'number', kinds: ['machine'] },
  { name: 'requires_badge', field: 'requiresRfid', type: 'yes-no', kinds: ['machine'] },
  { name: 'timeout_minutes', field: 'timeoutMinutes', type: 'number', kinds: ['machine'] },
  { name: 'warning_minutes', field: 'warningMinutes', type: 'number', kinds: ['machine'] },
  { name: 'check_after_use', field: 'checkAfterUse', type: 'yes-no', kinds: ['machine'] },
  { name: 'take_over', field: 'takeOver', type: 'text', kinds: ['machine'] },
  {
    name: 'take_over_idle_minutes',
    field: 'takeOverIdleMinutes',
    type: 'number',
    kinds: ['machine'],
  },
  { name: 'extensions_max', field: 'extensionsMax', type: 'number', kinds: ['machine'] },
  { name: 'extension_minutes', field: 'extensionMinutes', type: 'number', kinds: ['machine'] },
  { name: 'extend_by_badge', field: 'extendByBadge', type: 'yes-no', kinds: ['machine'] },
  { name: 'node_type', field: 'nodeType', type: 'text', kinds: ['node'] },
  { name: 'esp32', field: 'isEsp32', type: 'yes-no', kinds: ['node'] },
  { name: 'endpoint', field: 'endpoint', type: 'text', kinds: ['node'], nullable: true },
  { name: 'offline_after_seconds', field: 'offlineAfterSeconds', type: 'number', kinds: ['node'] },
  { name: 'monitors_estop', field: 'monitorsEstop', type: 'yes-no', kinds: ['node'] },
  {
    name: 'drill_every_days',
    field: 'drillEveryDays',
    type: 'number',
    kinds: ['node'],
    nullable: true,
  },
  { name: 'workstation', field: 'workstation', type: 'text', kinds: ['node'], nullable: true },
  { name: 'plan_x', field: 'x', type: 'number', kinds: placed, nullable: true },
  { name: 'plan_y', field: 'y', type: 'number', kinds: placed, nullable: true },
  { name: 'plan_rotation', field: 'rotation', type: 'number', kinds: placed, nullable: true },
  { name: 'plan_size', field: 'size', type: 'number', kinds: placed, nullable: true },
  { name: 'version', field: 'version', type: 'number', kinds: everything, nullable: true },
];

/** The columns of one kind. */
export const columnsOf = (kind: StructureKind): readonly Column[] =>
  columns.filter(({ kinds }) => kinds.includes(kind));

/** A value as the file has it; null where the cell is empty. */
export function textOf(value: FieldValue): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

const yes = /^(?:yes|y|true|1)$/iu;
const no = /^(?:no|n|false|0)$/iu;
const number = /^[+-]?\d+(?:[.,]\d+)?$/u;

/** A cell as the field's value; undefined where it is not of the column's type. */
export function valueOf({ type }: Column, text: string): FieldValue | undefined {
  if (text === '') return null;
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return number.test(text) ? Number(text.replace(',', '.')) : undefined;
    case 'yes-no':
      if (yes.test(text)) return true;
      return no.test(text) ? false : undefined;
  }
}
