import { describe, expect, it } from 'vitest';
import { findShortcut, matches, printsCharacter } from './shortcuts.ts';
import type { Shortcut, ShortcutPress } from './shortcuts.ts';

function press(key: string, code: string, modifiers: Partial<ShortcutPress> = {}): ShortcutPress {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false };
  return { key, code, ...none, ...modifiers };
}

function shortcut(keys: string, scope: Shortcut['scope'] = 'page'): Shortcut {
  return { keys, description: keys, scope, run: () => undefined };
}

const onPage = { typing: false, overlay: false };
const ctrl = { ctrlKey: true };

describe('matches', () => {
  it.each([
    ['Ctrl+K', press('k', 'KeyK', ctrl)],
    ['Ctrl+K', press('k', 'KeyK', { metaKey: true })],
    ['A', press('a', 'KeyA')],
    ['Shift+A', press('A', 'KeyA', { shiftKey: true })],
    ['?', press('?', 'Slash', { shiftKey: true })],
    ['+', press('+', 'NumpadAdd')],
    ['Ctrl++', press('+', 'Equal', ctrl)],
    ['F2', press('F2', 'F2')],
    ['Alt+1', press('1', 'Digit1', { altKey: true })],
  ])('%s is pressed', (keys, event) => expect(matches(keys, event)).toBe(true));

  it('knows a letter by its place while Hangul is on', () => {
    expect(matches('A', press('ㅁ', 'KeyA'))).toBe(true);
    expect(matches('Ctrl+K', press('ㅏ', 'KeyK', ctrl))).toBe(true);
  });

  it.each([
    ['Ctrl+K', press('k', 'KeyK')],
    ['K', press('k', 'KeyK', ctrl)],
    ['A', press('A', 'KeyA', { shiftKey: true })],
    ['A', press('s', 'KeyS')],
    ['F2', press('2', 'Digit2')],
  ])('%s is not pressed', (keys, event) => expect(matches(keys, event)).toBe(false));
});

describe('findShortcut', () => {
  const list = [shortcut('A'), shortcut('Ctrl+K', 'global'), shortcut('A'), shortcut('F2')];

  it('takes the one that was registered last', () => {
    expect(findShortcut(list, press('a', 'KeyA'), onPage)).toBe(list[2]);
  });

  it('leaves letters to text that is being entered, but not commands', () => {
    const typing = { typing: true, overlay: false };
    expect(findShortcut(list, press('a', 'KeyA'), typing)).toBeUndefined();
    expect(findShortcut(list, press('k', 'KeyK', ctrl), typing)).toBe(list[1]);
    expect(findShortcut(list, press('F2', 'F2'), typing)).toBe(list[3]);
  });

  it('keeps those of the page out of dialogs', () => {
    const overlay = { typing: false, overlay: true };
    expect(findShortcut(list, press('a', 'KeyA'), overlay)).toBeUndefined();
    expect(findShortcut(list, press('k', 'KeyK', ctrl), overlay)).toBe(list[1]);
  });

  it('runs once for a key that is held down', () => {
    expect(findShortcut(list, press('a', 'KeyA', { repeat: true }), onPage)).toBeUndefined();
  });
});

describe('printsCharacter', () => {
  it('takes letters for what a reader may type, also while an input method is on', () => {
    expect(printsCharacter(press('a', 'KeyA'))).toBe(true);
    expect(printsCharacter(press('Process', 'KeyA'))).toBe(true);
    expect(printsCharacter(press('?', 'Slash', { shiftKey: true }))).toBe(true);
  });

  it('takes commands and named keys for a person', () => {
    expect(printsCharacter(press('k', 'KeyK', ctrl))).toBe(false);
    expect(printsCharacter(press('F2', 'F2'))).toBe(false);
    expect(printsCharacter(press('Enter', 'Enter'))).toBe(false);
  });
});
