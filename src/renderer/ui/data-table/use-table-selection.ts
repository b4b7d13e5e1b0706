import { useEffect, useMemo, useRef, useState } from 'react';
import { keyStep, nothingSelected, select, withoutGone } from './selection.ts';
import type { KeyPress, Selection, SelectionStep } from './selection.ts';

/** The selection of a table with the ways to change it. */
export interface TableSelection {
  readonly now: Selection;
  /** The active row as an index into the rows shown; −1 where there is none. */
  readonly activeIndex: number;
  readonly take: (step: SelectionStep) => void;
  /** Answers true where the key meant something to the selection. */
  readonly press: (key: KeyPress, pageRows: number) => boolean;
}

/** What outside code hears of the selection. */
export interface SelectionListeners {
  readonly onActiveChange?: ((id: string | null) => void) | undefined;
  readonly onSelectionChange?: ((ids: ReadonlySet<string>) => void) | undefined;
}

/** A row to which outside code sends the cursor; each new object sends it again. */
export interface CursorTarget {
  readonly id: string;
}

/** Keeps the selection over the rows `ids` in the order shown; rows that disappear leave it. */
export function useTableSelection(
  ids: readonly string[],
  { onActiveChange, onSelectionChange }: SelectionListeners,
  goTo: CursorTarget | null,
): TableSelection {
  const [kept, setKept] = useState<Selection>(nothingSelected);
  const [gone, setGone] = useState<CursorTarget | null>(null);
  if (goTo !== gone) {
    setGone(goTo);
    if (goTo) setKept(select(kept, { kind: 'only', id: goTo.id }, ids));
  }
  const indexOf = useMemo(() => new Map(ids.map((id, index) => [id, index])), [ids]);
  const now = useMemo(() => withoutGone(kept, (id) => indexOf.has(id)), [kept, indexOf]);
  const activeIndex = now.activeId === null ? -1 : (indexOf.get(now.activeId) ?? -1);
  const lastIndex = useRef(-1);
  useEffect(() => {
    if (activeIndex >= 0) lastIndex.current = activeIndex;
  }, [activeIndex]);

  useEffect(() => {
    // Whatever it answers is no clean-up.
    onActiveChange?.(now.activeId);
  }, [now.activeId, onActiveChange]);
  useEffect(() => {
    onSelectionChange?.(now.selected);
  }, [now.selected, onSelectionChange]);

  const take = (step: SelectionStep): void => setKept(select(now, step, ids));
  return {
    now,
    activeIndex,
    take,
    press(key, pageRows) {
      const step = keyStep(key, { at: activeIndex, was: lastIndex.current }, ids, pageRows);
      if (step) take(step);
      return step !== undefined;
    },
  };
}
