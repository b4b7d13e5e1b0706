import type { Point } from './plan-window.ts';

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The way an arrow key points; undefined for other keys. */
export const directionOf = (key: string): Point | undefined => directions[key];

/**
 * The nearest of the points that lie in the direction of an arrow key, within 60° of it; what lies
 * aside counts double. Undefined where there is none.
 */
export function nearest<Thing extends Point>(
  from: Point,
  direction: Point,
  things: readonly Thing[],
): Thing | undefined {
  let found: Thing | undefined;
  let least = Infinity;
  for (const thing of things) {
    const [dx, dy] = [thing.x - from.x, thing.y - from.y];
    const ahead = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    if (ahead <= 0 || aside > ahead * 1.75) continue;
    const cost = ahead + 2 * aside;
    if (cost < least) [found, least] = [thing, cost];
  }
  return found;
}
