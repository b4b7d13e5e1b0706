import type { Clock } from '#platform/clock/clock.ts';

/** Wakes a pure state machine when time alone changes something. */
export interface DeadlineTimer extends Disposable {
  /** Looks at the machine's deadline again; call after everything that may have moved it. */
  arm(): void;
}

/** A timer for the machine whose next moment (monotonic milliseconds) is `deadline()`. */
export function deadlineTimer(
  clock: Clock,
  deadline: () => number | null,
  onDue: (at: number) => void,
): DeadlineTimer {
  let timer: Disposable | null = null;
  let armedFor: number | null = null;

  function disarm(): void {
    timer?.[Symbol.dispose]();
    timer = null;
    armedFor = null;
  }

  function due(): void {
    disarm();
    onDue(clock.monotonic());
    arm();
  }

  function arm(): void {
    const next = deadline();
    if (next === armedFor) return;
    disarm();
    if (next === null) return;
    armedFor = next;
    timer = clock.after(Math.max(0, Math.ceil(next - clock.monotonic())), due);
  }

  return { arm, [Symbol.dispose]: disarm };
}
