import { useEffect, useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import { centred, dragged, fitted, toPlan, toScreen, zoomed } from './plan-window.ts';
import type { PlanWindow, Point, Size } from './plan-window.ts';

/** What part of a plan shows, and how the person changes it. */
export interface PlanNavigation {
  /** Null until the drawing is on the page. */
  readonly window: PlanWindow | null;
  /** Give it to the drawing's `ref`. */
  readonly attach: (element: SVGSVGElement | null) => void;
  /** Give them to the drawing: dragging moves the paper, two fingers zoom. */
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<SVGSVGElement>) => void;
    readonly onPointerMove: (event: PointerEvent<SVGSVGElement>) => void;
    readonly onPointerUp: (event: PointerEvent<SVGSVGElement>) => void;
    readonly onPointerCancel: (event: PointerEvent<SVGSVGElement>) => void;
  };
  /** Larger or smaller around the middle. */
  readonly zoom: (factor: number) => void;
  /** Moves the paper by pixels. */
  readonly move: (by: Point) => void;
  /** Shows the whole plan. */
  readonly fit: () => void;
  /** Brings a point of the plan into sight where it is not. */
  readonly reveal: (point: Point) => void;
  /** The point of the plan under a pointer; null beside the drawing. */
  readonly pointAt: (client: {
    readonly clientX: number;
    readonly clientY: number;
  }) => Point | null;
}

/** A press that moves less than this is a click, in pixels. */
const clickSlop = 4;
/** What is nearer to the edge than this is brought into sight, in pixels. */
const edge = 40;

function positionIn(
  element: Element,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): Point {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

const middleOf = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Keeps what part of a plan shows: the wheel, fingers and the returned functions change it. */
export function usePlanWindow(plan: Size): PlanNavigation {
  const [element, setElement] = useState<SVGSVGElement | null>(null);
  const [screen, setScreen] = useState<Size | null>(null);
  const [chosen, setChosen] = useState<PlanWindow | null>(null);
  const pointers = useRef(new Map<number, Point>());
  const pressed = useRef<Point | null>(null);
  const window = screen === null ? null : (chosen ?? fitted(plan, screen));

  useEffect(() => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setScreen({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);

  function change(next: (window: PlanWindow, within: { plan: Size; screen: Size }) => PlanWindow) {
    if (screen === null) return;
    setChosen((current) => next(current ?? fitted(plan, screen), { plan, screen }));
  }

  // React listens passively to the wheel, and then the page would scroll as well.
  const latest = useRef(change);
  useEffect(() => {
    latest.current = change;
  });
  useEffect(() => {
    if (element === null) return undefined;
    const turn = (event: WheelEvent): void => {
      event.preventDefault();
      const at = positionIn(element, event);
      const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015));
      latest.current((current, within) => zoomed(current, factor, at, within));
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [element]);

  function follow(event: PointerEvent<SVGSVGElement>): void {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const at = positionIn(event.currentTarget, event);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (other !== undefined) pinch(before, at, other);
    else if (pressed.current !== null && distance(pressed.current, at) < clickSlop) return;
    else {
      pressed.current = null;
      // Capturing takes the click away from what was pressed, so a drag opens nothing.
      event.currentTarget.setPointerCapture(event.pointerId);
      change((current, within) =>
        dragged(current, { x: at.x - before.x, y: at.y - before.y }, within),
      );
    }
    pointers.current.set(event.pointerId, at);
  }

  function pinch(before: Point, at: Point, other: Point): void {
    const [from, to] = [middleOf(before, other), middleOf(at, other)];
    const factor = distance(at, other) / Math.max(distance(before, other), 1);
    change((current, within) =>
      zoomed(dragged(current, { x: to.x - from.x, y: to.y - from.y }, within), factor, to, within),
    );
  }

  function release(event: PointerEvent<SVGSVGElement>): void {
    pointers.current.delete(event.pointerId);
  }

  return {
    window,
    attach: setElement,
    handlers: {
      onPointerDown(event) {
        const at = positionIn(event.currentTarget, event);
        pressed.current = at;
        pointers.current.set(event.pointerId, at);
      },
      onPointerMove: follow,
      onPointerUp: release,
      onPointerCancel: release,
    },
    zoom: (factor) =>
      change((current, within) => {
        const middle = { x: within.screen.width / 2, y: within.screen.height / 2 };
        return zoomed(current, factor, middle, within);
      }),
    move: (by) => change((current, within) => dragged(current, by, within)),
    fit: () => setChosen(null),
    reveal: (point) =>
      change((current, within) => {
        const { x, y } = toScreen(current, point);
        const { width, height } = within.screen;
        const inSight = x >= edge && x <= width - edge && y >= edge && y <= height - edge;
        return inSight ? current : centred(point, current.scale, within.screen);
      }),
    pointAt(client) {
      if (element === null || window === null) return null;
      const at = positionIn(element, client);
      const inside =
        at.x >= 0 && at.y >= 0 && at.x <= element.clientWidth && at.y <= element.clientHeight;
      return inside ? toPlan(window, at) : null;
    },
  };
}
