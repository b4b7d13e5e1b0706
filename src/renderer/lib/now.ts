import { useSyncExternalStore } from 'react';

const second = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** One timer serves every clock on the page, and sleeps until the next full second. */
function tick(): void {
  timer = setTimeout(tick, second - (Date.now() % second));
  listeners.forEach((wake) => wake());
}

function subscribe(wake: () => void): () => void {
  listeners.add(wake);
  if (timer === undefined) timer = setTimeout(tick, second - (Date.now() % second));
  return () => {
    listeners.delete(wake);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
}

/**
 * What `read` answers now, read again each full second; the part redraws only when the answer has
 * changed, so a text that counts minutes costs a redraw per minute.
 */
export function useTicking<Value extends string | number>(read: () => Value): Value {
  return useSyncExternalStore(subscribe, read);
}

/** The moment in milliseconds, rounded down to `step`: a second unless told. */
export function useNow(step = second): number {
  return useTicking(() => Math.floor(Date.now() / step) * step);
}
