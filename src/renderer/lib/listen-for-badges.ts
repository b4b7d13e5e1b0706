import { WedgeDetector } from './keyboard-wedge.ts';
import type { WedgeSettings } from './keyboard-wedge.ts';

type TextEntry = HTMLInputElement | HTMLTextAreaElement;

/** A text entry as it was before a burst of keys began. */
interface Before {
  readonly entry: TextEntry;
  readonly value: string;
}

const isTextEntry = (target: EventTarget | null): target is TextEntry =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** Puts back what a badge overwrote. React only notices a value that is set past its own setter. */
function restore({ entry, value }: Before): void {
  const prototype = Object.getPrototypeOf(entry) as object;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(entry, value);
  entry.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * Calls `onBadge` with what a keyboard-wedge reader typed, wherever the focus is, until disposed. The
 * Enter of a badge never clicks the focused button, and text that ran into an input is taken out again.
 */
export function listenForBadges(
  onBadge: (text: string) => void,
  settings: WedgeSettings = {},
  target: Window = window,
): Disposable {
  const detector = new WedgeDetector(settings);
  const swallowedUp = new Set<string>();
  let before: Before | undefined;

  const onDown = (event: KeyboardEvent): void => {
    const entry = isTextEntry(event.target) ? event.target : undefined;
    const start = entry && { entry, value: entry.value };
    const verdict = detector.press(event);
    if (verdict.kind === 'pass') {
      if (detector.pending === 1) before = start;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    swallowedUp.add(event.code);
    if (verdict.kind !== 'badge') return;
    if (before) restore(before);
    before = undefined;
    onBadge(verdict.text);
  };

  const onUp = (event: KeyboardEvent): void => {
    // A button that never saw the key go down must not see it come up: some press on release.
    if (!swallowedUp.delete(event.code)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  target.addEventListener('keydown', onDown, { capture: true });
  target.addEventListener('keyup', onUp, { capture: true });
  return {
    [Symbol.dispose]() {
      target.removeEventListener('keydown', onDown, { capture: true });
      target.removeEventListener('keyup', onUp, { capture: true });
    },
  };
}
