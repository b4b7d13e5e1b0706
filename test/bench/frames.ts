import type { Page } from '@playwright/test';
import { type Figure, figure } from './figures.ts';

/** Milliseconds between two frames of a screen that draws sixty of them a second. */
const FRAME_MS = 1000 / 60;
/** Frames are told apart by no less: their moments are multiples of it only nearly. Milliseconds. */
const TOLERANCE_MS = 0.5;

const record = `
if (!window.frameTimes) {
  window.frameTimes = [];
  const note = (at) => {
    window.frameTimes.push(at);
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
} else window.frameTimes.length = 0;
`;

/** How evenly a page drew. */
export interface Frames {
  /** Frames in a second. */
  readonly rate: number;
  /** Share of frames that came later than the next one should, and later than the one after it. Percent. */
  readonly late: number;
  readonly later: number;
  /** Frames that were never drawn. */
  readonly dropped: number;
}

/** Begins to note the frames of a page; what was noted before is forgotten. */
export const recordFrames = (page: Page): Promise<void> => page.evaluate(record);

/** The frames since {@link recordFrames}. */
export async function framesOf(page: Page): Promise<Frames> {
  const times = await page.evaluate<number[]>('window.frameTimes.slice()');
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  const spent = gaps.reduce((sum, gap) => sum + gap, 0);
  const share = (ms: number): number =>
    (100 * gaps.filter((gap) => gap > ms + TOLERANCE_MS).length) / gaps.length;
  return {
    rate: (1000 * gaps.length) / spent,
    late: share(FRAME_MS),
    later: share(2 * FRAME_MS),
    dropped: gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME_MS) - 1), 0),
  };
}

/** Frames as figures. */
export function frameFigures(name: string, frames: Frames): Figure[] {
  return [
    figure(`${name}: frames a second`, frames.rate, '/s'),
    figure(`${name}: frames later than 16.7 ms`, frames.late, '%'),
    figure(`${name}: frames later than 33 ms`, frames.later, '%'),
    figure(`${name}: frames dropped`, frames.dropped, ''),
  ];
}
