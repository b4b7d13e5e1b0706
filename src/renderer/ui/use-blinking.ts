import { useEffect } from 'react';

/** Each half of a blink. Milliseconds. */
const HALF_MS = 500;

let blinking = 0;
let timer: ReturnType<typeof setInterval> | undefined;

const turn = (): void => void document.documentElement.toggleAttribute('data-dim');

function begin(): () => void {
  blinking += 1;
  timer ??= setInterval(turn, HALF_MS);
  return () => {
    blinking -= 1;
    if (blinking > 0) return;
    clearInterval(timer);
    timer = undefined;
    document.documentElement.removeAttribute('data-dim');
  };
}

/**
 * Beats `data-dim` on the root element while something of the page blinks, so that all of it blinks
 * together. An animation of each would be drawn sixty times a second to change twice.
 */
export function useBlinking(on: boolean): void {
  useEffect(() => (on ? begin() : undefined), [on]);
}
