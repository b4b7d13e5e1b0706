import type { PlanPlace, PlanPosition } from '#contract/shopfloor/plans.ts';
import type { Size } from './plan-window.ts';

/** A thing on or beside the plan, by `machine:<id>` or `node:<id>`. */
export const keyOf = ({ kind, id }: Pick<PlanPosition, 'kind' | 'id'>): string => `${kind}:${id}`;

type Places = ReadonlyMap<string, PlanPlace | null>;

/** Places that were changed and not saved, with what may be undone and done again. */
export interface PlanEdits {
  readonly places: Places;
  readonly past: readonly Places[];
  readonly future: readonly Places[];
}

/** Nothing changed yet. */
export const noEdits: PlanEdits = { places: new Map(), past: [], future: [] };

/** As many steps as anybody goes back. */
const remembered = 200;

/** One step more: the thing has this place now, or none. */
export function placing(edits: PlanEdits, key: string, place: PlanPlace | null): PlanEdits {
  return {
    places: new Map(edits.places).set(key, place),
    past: [...edits.past, edits.places].slice(-remembered),
    future: [],
  };
}

/** One step back; the same edits where there is none. */
export function undone(edits: PlanEdits): PlanEdits {
  const before = edits.past.at(-1);
  if (before === undefined) return edits;
  return {
    places: before,
    past: edits.past.slice(0, -1),
    future: [edits.places, ...edits.future],
  };
}

/** The step that was undone last, done again; the same edits where there is none. */
export function redone(edits: PlanEdits): PlanEdits {
  const [next, ...future] = edits.future;
  if (next === undefined) return edits;
  return { places: next, past: [...edits.past, edits.places], future };
}

const samePlace = (a: PlanPlace | null, b: PlanPlace | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.x === b.x &&
    a.y === b.y &&
    a.rotation === b.rotation &&
    a.size === b.size);

/** The positions as they would be after saving. */
export function withEdits(
  positions: readonly PlanPosition[],
  { places }: PlanEdits,
): PlanPosition[] {
  return positions.map((position) => {
    const place = places.get(keyOf(position));
    return place === undefined ? position : { ...position, place };
  });
}

/** What is to be saved: the things whose place differs from the one that was read. */
export function changesOf(positions: readonly PlanPosition[], edits: PlanEdits): PlanPosition[] {
  const before = new Map(positions.map((position) => [keyOf(position), position.place]));
  return withEdits(positions, edits).filter(
    (position) => !samePlace(position.place, before.get(keyOf(position)) ?? null),
  );
}

/** A length in plan units on the grid; `step` 0 leaves it where it is, rounded to a hundredth. */
export function snapped(length: number, step: number): number {
  return step > 0
    ? Math.round(Math.round(length / step) * step * 100) / 100
    : Math.round(length * 100) / 100;
}

/** A place inside the plan and on the grid. */
export function tidy(place: PlanPlace, plan: Size, step: number): PlanPlace {
  return {
    x: Math.min(Math.max(snapped(place.x, step), 0), plan.width),
    y: Math.min(Math.max(snapped(place.y, step), 0), plan.height),
    rotation: ((Math.round(place.rotation) % 360) + 360) % 360,
    size: Math.min(Math.max(Math.round(place.size * 100) / 100, 1), 10_000),
  };
}

/** A step of the grid that suits the plan's size: about a hundredth of it, as 1, 2 or 5 times a power of ten. */
export function gridStep({ width, height }: Size): number {
  const wanted = Math.max(width, height) / 100;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5].find((one) => one * power >= wanted * 0.99);
  return (factor ?? 10) * power;
}

/** The size of a symbol that is placed for the first time. Plan units. */
export const firstSize = ({ width, height }: Size): number =>
  Math.max(Math.round(Math.sqrt(width * height) / 14), 1);

/** Edits without those of the given things, also in what may be undone and done again. */
export function without({ places, past, future }: PlanEdits, keys: ReadonlySet<string>): PlanEdits {
  const rest = (all: Places): Places => new Map([...all].filter(([key]) => !keys.has(key)));
  return { places: rest(places), past: past.map(rest), future: future.map(rest) };
}

/** What was read, brought up to what is there now except for the things that are being edited. */
export function broughtUp(
  read: readonly PlanPosition[],
  now: readonly PlanPosition[],
  { places }: PlanEdits,
): PlanPosition[] {
  const before = new Map(read.map((position) => [keyOf(position), position]));
  return now.map((position) => {
    const was = before.get(keyOf(position));
    return was !== undefined && places.has(keyOf(position)) ? was : position;
  });
}

/** Things that are being edited and that somebody else has moved since they were read. */
export function disputed(
  read: readonly PlanPosition[],
  now: readonly PlanPosition[],
  { places }: PlanEdits,
): PlanPosition[] {
  const before = new Map(read.map((position) => [keyOf(position), position.version]));
  return now.filter(
    (position) =>
      places.has(keyOf(position)) &&
      before.has(keyOf(position)) &&
      before.get(keyOf(position)) !== position.version,
  );
}
