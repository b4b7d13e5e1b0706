import { useEffect, useRef } from 'react';
import { create } from 'zustand';

/** `global` works everywhere; `page` not while a dialog, menu or list is open. */
export type ShortcutScope = 'global' | 'page';

/** A key with what it does. */
export interface Shortcut {
  /** `Ctrl+K`, `Shift+A`, `?`, `F2`: modifiers first, then one key. Ctrl also means Command on a Mac. */
  readonly keys: string;
  /** What it does, for the help sheet. */
  readonly description: string;
  readonly scope: ShortcutScope;
  readonly run: () => void;
}

/** The parts of a keyboard event that matter. */
export type ShortcutPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat'
>;

/** Where the press happened. */
export interface PressPlace {
  /** Text is being entered there. */
  readonly typing: boolean;
  /** It is inside a dialog, menu or list. */
  readonly overlay: boolean;
}

/** The keys of a shortcut one by one: `Ctrl+K` is two, `Ctrl++` is Ctrl and plus. */
export function splitKeys(keys: string): string[] {
  return keys.split(/\+(?=.)/);
}

/** Letters and digits by their place on the keyboard: with Hangul or kana on, `key` is another letter. */
function codeOf(key: string): string | undefined {
  if (/^[A-Z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  return /^\d$/.test(key) ? `Digit${key}` : undefined;
}

/** Whether a press is the shortcut `keys`. */
export function matches(keys: string, press: ShortcutPress): boolean {
  const parts = splitKeys(keys);
  const key = parts.at(-1) ?? '';
  const wants = (modifier: string): boolean => parts.slice(0, -1).includes(modifier);
  if (wants('Ctrl') !== (press.ctrlKey || press.metaKey) || wants('Alt') !== press.altKey)
    return false;
  const code = codeOf(key);
  if (code !== undefined) return press.code === code && wants('Shift') === press.shiftKey;
  // `?` needs Shift on some keyboards and none on others, so signs are told by what they print.
  return press.key.toLowerCase() === key.toLowerCase();
}

/** The last registered shortcut that a press means; undefined where it means none or is text. */
export function findShortcut(
  shortcuts: readonly Shortcut[],
  press: ShortcutPress,
  { typing, overlay }: PressPlace,
): Shortcut | undefined {
  const command = press.ctrlKey || press.metaKey || press.altKey;
  if (press.repeat || (typing && !command && !/^F\d+$/.test(press.key))) return undefined;
  return shortcuts.findLast(
    ({ keys, scope }) => !(overlay && scope === 'page') && matches(keys, press),
  );
}

const registered = create<{ readonly list: readonly Shortcut[] }>()(() => ({ list: [] }));

const pressed = create<{ readonly keys: string | null }>()(() => ({ keys: null }));

/** Whether a key was pressed that acts in a moment, once it is known that no badge reader typed it. */
export const useIsPressed = (keys: string): boolean => pressed((now) => now.keys === keys);

/** All shortcuts that work now, for the help sheet. */
export function useShortcutList(): readonly Shortcut[] {
  return registered(({ list }) => list);
}

/** Binds a key while the calling part shows. `run` may change between renders. */
export function useShortcut(
  keys: string,
  description: string,
  run: () => void,
  {
    scope = 'page',
    enabled = true,
  }: { readonly scope?: ShortcutScope; readonly enabled?: boolean } = {},
): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const shortcut: Shortcut = { keys, description, scope, run: () => latest.current() };
    registered.setState(({ list }) => ({ list: [...list, shortcut] }));
    return () =>
      registered.setState(({ list }) => ({ list: list.filter((other) => other !== shortcut) }));
  }, [keys, description, scope, enabled]);
}

const textInput =
  'textarea, select, [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="range"])';

function placeOf(target: EventTarget | null): PressPlace {
  const element = target instanceof Element ? target : null;
  return {
    typing: element?.closest(textInput) !== null && element !== null,
    overlay: Boolean(
      element?.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'),
    ),
  };
}

/** Keys closer together than this in milliseconds may come from a badge reader (see `WedgeSettings.maxGap`). */
const readerGap = 100;

/** Whether a reader could have sent it. With Hangul or kana on, `key` is `Process`, so the place counts too. */
export function printsCharacter(press: ShortcutPress): boolean {
  if (press.ctrlKey || press.metaKey || press.altKey) return false;
  return press.key.length === 1 || /^(?:Key|Digit|Numpad)[A-Z0-9]$/.test(press.code);
}

/**
 * Listens for shortcuts until disposed. A key without Ctrl or Alt runs only when no other key
 * follows within `quietTime`: a badge reader types letters, and must not acknowledge alarms with
 * them. Where no reader types, or each sends a prefix, 0 makes such keys act at once.
 */
export function listenForShortcuts({ quietTime = readerGap } = {}, target = document): Disposable {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let burst = false;
  const onKey = (event: KeyboardEvent): void => {
    const shortcut = findShortcut(registered.getState().list, event, placeOf(event.target));
    if (!printsCharacter(event)) {
      if (!shortcut || event.defaultPrevented) return;
      event.preventDefault();
      shortcut.run();
      return;
    }
    burst = waiting !== undefined || burst;
    clearTimeout(waiting);
    pressed.setState({ keys: burst ? null : (shortcut?.keys ?? null) });
    waiting = setTimeout(() => {
      pressed.setState({ keys: null });
      if (shortcut && !burst && !event.defaultPrevented) shortcut.run();
      waiting = undefined;
      burst = false;
    }, quietTime);
  };
  target.addEventListener('keydown', onKey);
  return {
    [Symbol.dispose]() {
      clearTimeout(waiting);
      target.removeEventListener('keydown', onKey);
    },
  };
}
