import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** Where a window lies, in device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is remembered of the first window. */
const windowState = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) }),
  maximized: z.boolean(),
});

/** See {@link windowState}. */
export type WindowState = z.infer<typeof windowState>;

/** The smallest window in which the console can be worked with. */
export const SMALLEST = { width: 960, height: 600 } as const;

/** Size of a window that was never moved. */
const USUAL = { width: 1600, height: 1000 } as const;

/** This much of a remembered window must be on a display for it to be found again. Pixels. */
const VISIBLE = 120;

function overlap(a: Bounds, b: Bounds): { readonly width: number; readonly height: number } {
  return {
    width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
  };
}

/** Within the work area, as large as wanted where it fits. */
function centred(area: Bounds): Bounds {
  const width = Math.min(USUAL.width, area.width);
  const height = Math.min(USUAL.height, area.height);
  const x = area.x + Math.round((area.width - width) / 2);
  const y = area.y + Math.round((area.height - height) / 2);
  return { x, y, width, height };
}

/**
 * Where to open a window: where it was, when enough of it, its title bar included, still lies on one
 * of the work areas (the first is the primary display's); else centred on the primary.
 */
export function boundsOn(saved: Bounds | null, areas: readonly [Bounds, ...Bounds[]]): Bounds {
  if (!saved) return centred(areas[0]);
  const home = areas.find((area) => {
    const { width, height } = overlap(saved, area);
    return width >= VISIBLE && height >= VISIBLE && saved.y >= area.y;
  });
  if (!home) return centred(areas[0]);
  const width = Math.max(saved.width, SMALLEST.width);
  const height = Math.max(saved.height, SMALLEST.height);
  return { x: saved.x, y: saved.y, width, height };
}

/** What was remembered in `file`; `null` where nothing was, or it cannot be read any more. */
export function readWindowState(file: string): WindowState | null {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Losing the place of a window costs a person one drag; it is never worth a message.
    return null;
  }
}

/** Remembers in `file`. Throws when the disk refuses. */
export function writeWindowState(file: string, state: WindowState): void {
  writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
}
