/** Which rows are chosen, and on which row the cursor is. */
export interface Selection {
  /** The row the keyboard is on; details show this one. */
  readonly activeId: string | null;
  /** Where a Shift-range starts. */
  readonly anchorId: string | null;
  readonly selected: ReadonlySet<string>;
}

/** Nothing chosen. */
export const nothingSelected: Selection = { activeId: null, anchorId: null, selected: new Set() };

/** What a person does to the selection. */
export type SelectionStep =
  /** Choose this row only. */
  | { readonly kind: 'only'; readonly id: string }
  /** Choose everything from the anchor to this row. */
  | { readonly kind: 'range'; readonly id: string }
  /** Move the cursor and leave the chosen rows. */
  | { readonly kind: 'move'; readonly id: string }
  /** Choose this row too, or no longer. */
  | { readonly kind: 'toggle'; readonly id: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'clear' };

/** The selection after a step, over the rows `ids` in the order shown. */
export function select(now: Selection, step: SelectionStep, ids: readonly string[]): Selection {
  switch (step.kind) {
    case 'only':
      return { activeId: step.id, anchorId: step.id, selected: new Set([step.id]) };
    case 'range':
      return selectRange(now, step.id, ids);
    case 'move':
      return { ...now, activeId: step.id };
    case 'toggle':
      return { activeId: step.id, anchorId: step.id, selected: toggled(now.selected, step.id) };
    case 'all':
      return { ...now, selected: new Set(ids) };
    case 'clear':
      return { ...now, anchorId: now.activeId, selected: new Set() };
  }
}

function selectRange(now: Selection, id: string, ids: readonly string[]): Selection {
  const to = ids.indexOf(id);
  const anchor = now.anchorId === null ? -1 : ids.indexOf(now.anchorId);
  const from = anchor < 0 ? to : anchor;
  return {
    activeId: id,
    anchorId: ids[from] ?? id,
    selected: new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1)),
  };
}

function toggled(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The selection without rows that are gone; the same object where none is. */
export function withoutGone(now: Selection, isThere: (id: string) => boolean): Selection {
  const kept = [...now.selected].filter(isThere);
  const anchorGone = now.anchorId !== null && !isThere(now.anchorId);
  const activeGone = now.activeId !== null && !isThere(now.activeId);
  if (kept.length === now.selected.size && !anchorGone && !activeGone) return now;
  return {
    activeId: activeGone ? null : now.activeId,
    anchorId: anchorGone ? null : now.anchorId,
    selected: new Set(kept),
  };
}

/** The keys of a press that matter to a table. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** The row a key leads to, as an index; undefined where the key does not move. */
function keyTarget(key: string, from: number, count: number, page: number): number | undefined {
  const last = count - 1;
  const to: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from < 0 ? last : from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: last,
  };
  const target = to[key];
  return target === undefined || count === 0 ? undefined : Math.min(Math.max(target, 0), last);
}

/** Where the cursor is, as indexes into the rows shown. */
export interface Cursor {
  /** The active row; −1 where there is none. */
  readonly at: number;
  /** Where the active row was before it disappeared; −1 where there never was one. */
  readonly was: number;
}

/** The row a move starts from: where the active row has gone, its neighbours are next, not the top. */
function startOf(key: string, { at, was }: Cursor, count: number): number {
  if (at >= 0 || was < 0) return at;
  const place = Math.min(was, count);
  return key === 'ArrowDown' || key === 'PageDown' ? place - 1 : place;
}

/** What a key does to the selection; undefined where it does nothing. Only a row that is there is toggled. */
export function keyStep(
  { key, shiftKey, ctrlKey, metaKey }: KeyPress,
  cursor: Cursor,
  ids: readonly string[],
  page: number,
): SelectionStep | undefined {
  const command = ctrlKey || metaKey;
  if (command && key.toLowerCase() === 'a') return { kind: 'all' };
  if (key === 'Escape') return { kind: 'clear' };
  const here = ids[cursor.at];
  if (key === ' ') return here === undefined ? undefined : { kind: 'toggle', id: here };
  const target = keyTarget(key, startOf(key, cursor, ids.length), ids.length, page);
  const id = target === undefined ? undefined : ids[target];
  if (id === undefined) return undefined;
  return { kind: shiftKey ? 'range' : command ? 'move' : 'only', id };
}
