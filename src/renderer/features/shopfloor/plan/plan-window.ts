/** A point in plan units or in CSS pixels, as the function says. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A width and a height in plan units or in CSS pixels, as the function says. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What part of a plan shows: the plan's point in the upper left corner, and pixels per plan unit. */
export interface PlanWindow extends Point {
  readonly scale: number;
}

/** Free space around a fitted plan, in pixels. */
const margin = 12;
/** How much larger than fitted a plan may be shown. */
const closest = 16;

const fittedScale = (plan: Size, screen: Size): number =>
  Math.max(
    Math.min((screen.width - 2 * margin) / plan.width, (screen.height - 2 * margin) / plan.height),
    1e-6,
  );

/** Shows the whole plan in the middle of the screen. */
export function fitted(plan: Size, screen: Size): PlanWindow {
  const scale = fittedScale(plan, screen);
  return centred({ x: plan.width / 2, y: plan.height / 2 }, scale, screen);
}

/** Shows a point of the plan in the middle of the screen. */
export function centred(point: Point, scale: number, screen: Size): PlanWindow {
  const [x, y] = [point.x - screen.width / scale / 2, point.y - screen.height / scale / 2];
  return { x, y, scale };
}

/** The point of the plan under a point of the screen. */
export const toPlan = ({ x, y, scale }: PlanWindow, at: Point): Point => ({
  x: x + at.x / scale,
  y: y + at.y / scale,
});

/** The point of the screen at which a point of the plan shows. */
export const toScreen = ({ x, y, scale }: PlanWindow, point: Point): Point => ({
  x: (point.x - x) * scale,
  y: (point.y - y) * scale,
});

const between = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);

/** The window moved so far that the middle of the screen shows a part of the plan: nobody gets lost. */
export function kept(window: PlanWindow, plan: Size, screen: Size): PlanWindow {
  const [halfWidth, halfHeight] = [
    screen.width / window.scale / 2,
    screen.height / window.scale / 2,
  ];
  return {
    x: between(window.x, -halfWidth, plan.width - halfWidth),
    y: between(window.y, -halfHeight, plan.height - halfHeight),
    scale: window.scale,
  };
}

/** The window `factor` times as large, with the point of the plan under `at` (pixels) held in place. */
export function zoomed(
  window: PlanWindow,
  factor: number,
  at: Point,
  { plan, screen }: { readonly plan: Size; readonly screen: Size },
): PlanWindow {
  const whole = fittedScale(plan, screen);
  const scale = between(window.scale * factor, whole / 2, whole * closest);
  const held = toPlan(window, at);
  return kept({ x: held.x - at.x / scale, y: held.y - at.y / scale, scale }, plan, screen);
}

/** The window after the paper was dragged by so many pixels. */
export function dragged(
  window: PlanWindow,
  by: Point,
  { plan, screen }: { readonly plan: Size; readonly screen: Size },
): PlanWindow {
  const { x, y, scale } = window;
  return kept({ x: x - by.x / scale, y: y - by.y / scale, scale }, plan, screen);
}
