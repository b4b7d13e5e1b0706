import type { TableHead } from './use-data-table.ts';

const narrowest = 36;
const widest = 1200;

/** Puts a column at place `to` among those that show. */
export function moveColumn<Row extends object>(
  { table, shown }: TableHead<Row>,
  id: string,
  to: number,
): void {
  const others = shown.map((column) => column.id).filter((other) => other !== id);
  const hidden = table
    .getAllLeafColumns()
    .map((column) => column.id)
    .filter((other) => other !== id && !others.includes(other));
  table.setColumnOrder([...others.slice(0, to), id, ...others.slice(to), ...hidden]);
}

/** Sets the width of a column in CSS pixels, within what can be read and scrolled. */
export function resizeColumn<Row extends object>(
  { table }: TableHead<Row>,
  id: string,
  width: number,
): void {
  const bounded = Math.round(Math.min(Math.max(width, narrowest), widest));
  table.setColumnSizing((widths) => ({ ...widths, [id]: bounded }));
}
