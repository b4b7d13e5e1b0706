import type { MoveInStep, MoveInTable } from '#contract/shopfloor/move-in.ts';
import type { Clock } from '#platform/clock/clock.ts';

type Progress = Extract<MoveInStep, { kind: 'progress' }>;

/** Makes progress of one phase out of what is done: how fast it goes and how long it will take. */
export function pace(clock: Clock, phase: Progress['phase'], rowsTotal: number) {
  const start = clock.monotonic();
  return (table: MoveInTable, rowsDone: number): Progress => {
    const seconds = Math.max((clock.monotonic() - start) / 1000, 0.001);
    const rowsPerSecond = Math.round(rowsDone / seconds);
    const left = Math.max(rowsTotal - rowsDone, 0);
    const secondsLeft = rowsPerSecond > 0 && seconds > 1 ? Math.round(left / rowsPerSecond) : null;
    return { kind: 'progress', phase, table, rowsDone, rowsTotal, rowsPerSecond, secondsLeft };
  };
}
