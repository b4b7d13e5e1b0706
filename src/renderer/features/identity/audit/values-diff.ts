/** What became of one field. */
export type Change = 'added' | 'removed' | 'changed' | 'same';

/** One field of a record before and after. */
export interface DiffRow {
  /** Names from the outside in, joined by dots: `settings.baud`. */
  readonly field: string;
  readonly change: Change;
  readonly before: unknown;
  readonly after: unknown;
}

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields of nested records by their full names; lists stay whole, because their places mean nothing. */
function flat(values: Values, prefix = ''): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(values)) {
    const inner =
      isValues(value) && Object.keys(value).length > 0 ? flat(value, `${prefix}${name}.`) : null;
    if (inner) for (const [field, part] of inner) fields.set(field, part);
    else fields.set(`${prefix}${name}`, value);
  }
  return fields;
}

/** A value as one text, the same for equal values whatever the order of their keys. */
export function plainText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(plainText).join(', ');
  if (!isValues(value)) return JSON.stringify(value);
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => `${name}: ${plainText(part)}`)
    .join(', ');
}

function changeOf(before: unknown, after: unknown): Change {
  const [gone, come] = [
    before === undefined || before === null,
    after === undefined || after === null,
  ];
  if (gone !== come) return gone ? 'added' : 'removed';
  return JSON.stringify(before) === JSON.stringify(after) || plainText(before) === plainText(after)
    ? 'same'
    : 'changed';
}

/** Every field that stood before or after, changed ones first, each kind by name. */
export function diffValues(before: Values | null, after: Values | null): readonly DiffRow[] {
  const [old, now] = [flat(before ?? {}), flat(after ?? {})];
  const fields = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  const rows = fields.map((field) => {
    const [was, is] = [old.get(field), now.get(field)];
    return { field, before: was, after: is, change: changeOf(was, is) };
  });
  return rows.toSorted((a, b) => Number(a.change === 'same') - Number(b.change === 'same'));
}
