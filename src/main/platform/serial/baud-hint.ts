import type { Clock } from '#platform/clock/clock.ts';

/** Time of bytes without a frame after which the speed is suspected, in milliseconds. */
const BAUD_HINT_AFTER_MS = 3000;
/** A stray byte or two is no evidence. */
const MIN_BYTES = 8;

/** Suspects a wrong speed when bytes arrive and none of them becomes a frame. */
export interface BaudHint extends Disposable {
  readonly suspected: boolean;
  bytes(count: number): void;
  frame(): void;
}

/** A hint for one connection; `onChange` is called when the suspicion comes or goes. */
export function baudHint(clock: Clock, onChange: () => void): BaudHint {
  let suspected = false;
  let fruitless = 0;
  let timer: Disposable | null = null;

  function set(next: boolean): void {
    if (next === suspected) return;
    suspected = next;
    onChange();
  }

  function due(): void {
    timer = null;
    if (fruitless >= MIN_BYTES) set(true);
    fruitless = 0;
  }

  return {
    get suspected() {
      return suspected;
    },
    bytes(count) {
      fruitless += count;
      timer ??= clock.after(BAUD_HINT_AFTER_MS, due);
    },
    frame() {
      fruitless = 0;
      timer?.[Symbol.dispose]();
      timer = null;
      set(false);
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]();
    },
  };
}
