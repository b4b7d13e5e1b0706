import { describe, expect, it } from 'vitest';
import { keyStep, nothingSelected, select, withoutGone } from './selection.ts';
import type { KeyPress, Selection } from './selection.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const page = 3;

function press(now: Selection, key: string, modifiers: Partial<KeyPress> = {}): Selection {
  const from = now.activeId === null ? -1 : ids.indexOf(now.activeId);
  const step = keyStep(
    { key, shiftKey: false, ctrlKey: false, metaKey: false, ...modifiers },
    { at: from, was: -1 },
    ids,
    page,
  );
  return step ? select(now, step, ids) : now;
}

const chosen = ({ selected }: Selection): string => [...selected].toSorted().join('');
const at = (id: string): Selection => select(nothingSelected, { kind: 'only', id }, ids);
const shift = { shiftKey: true };
const ctrl = { ctrlKey: true };

describe('the keyboard in a table', () => {
  it.each([
    ['ArrowDown', 'c', 'd'],
    ['ArrowUp', 'c', 'b'],
    ['ArrowUp', 'a', 'a'],
    ['ArrowDown', 'e', 'e'],
    ['PageDown', 'a', 'd'],
    ['PageDown', 'd', 'e'],
    ['PageUp', 'e', 'b'],
    ['Home', 'd', 'a'],
    ['End', 'b', 'e'],
  ])('%s leads from row %s to row %s and chooses it alone', (key, from, to) => {
    const after = press(at(from), key);
    expect([after.activeId, chosen(after)]).toEqual([to, to]);
  });

  it('starts at the top on the first arrow down and at the end on the first arrow up', () => {
    expect(press(nothingSelected, 'ArrowDown').activeId).toBe('a');
    expect(press(nothingSelected, 'ArrowUp').activeId).toBe('e');
  });

  it('grows and shrinks a range from where Shift was first held', () => {
    const grown = press(press(at('b'), 'ArrowDown', shift), 'ArrowDown', shift);
    expect(chosen(grown)).toBe('bcd');
    expect(chosen(press(grown, 'ArrowUp', shift))).toBe('bc');
    expect(chosen(press(grown, 'Home', shift))).toBe('ab');
  });

  it('chooses rows apart from each other by Ctrl+arrows and Space', () => {
    const moved = press(press(at('a'), 'ArrowDown', ctrl), 'ArrowDown', ctrl);
    expect(chosen(moved)).toBe('a');
    const both = press(moved, ' ');
    expect(chosen(both)).toBe('ac');
    expect(chosen(press(both, ' '))).toBe('a');
  });

  it('chooses all by Ctrl+A and none by Escape, and keeps its place', () => {
    const all = press(at('c'), 'a', ctrl);
    expect([all.activeId, chosen(all)]).toEqual(['c', 'abcde']);
    const none = press(all, 'Escape');
    expect([none.activeId, chosen(none)]).toEqual(['c', '']);
  });

  it('leaves other keys to others', () => {
    expect(press(at('c'), 'x')).toEqual(at('c'));
  });
});

describe('rows that disappear', () => {
  it('leave the selection', () => {
    const all = select(at('b'), { kind: 'all' }, ids);
    const after = withoutGone(all, (id) => id !== 'b');
    expect([after.activeId, chosen(after)]).toEqual([null, 'acde']);
  });

  const noKeys = { shiftKey: false, ctrlKey: false, metaKey: false };
  const after = (key: string, was: number) =>
    keyStep({ key, ...noKeys }, { at: -1, was }, ids, page);

  it('hand the cursor to their neighbours', () => {
    // Row 2 has gone; what was row 3 is row 2 now.
    expect(after('ArrowDown', 2)).toEqual({ kind: 'only', id: 'c' });
    expect(after('ArrowUp', 2)).toEqual({ kind: 'only', id: 'b' });
    expect(after('ArrowDown', 9)).toEqual({ kind: 'only', id: 'e' });
  });

  it('are not replaced by another row under the Space key', () => {
    expect(after(' ', 2)).toBeUndefined();
  });

  it('leave a selection that does not hold them as it was', () => {
    const now = at('b');
    expect(withoutGone(now, (id) => id !== 'c')).toBe(now);
  });
});
