/** Whole seconds since the plan begins. */
export type Second = number;

/** What happens on the floor and at the consoles, in the order of time. */
export type Deed = { readonly at: Second } & (
  | { readonly kind: 'badge'; readonly person: number; readonly machine: number }
  | { readonly kind: 'use'; readonly machine: number }
  | { readonly kind: 'end-other'; readonly machine: number }
  | { readonly kind: 'revoke'; readonly person: number }
  | { readonly kind: 'stop-tripped' | 'stop-reset' | 'stop-acknowledged'; readonly node: number }
  | { readonly kind: 'power-cut' | 'power-back'; readonly node: number }
  | { readonly kind: 'database-away' | 'database-back' }
);

/** Session time-outs are looked for this often, in seconds. */
export const TICK = 5;

/** A floor: machines hang on nodes, nodes stand in zones, two zones make an area. */
export const floor = {
  machines: 40,
  nodes: 8,
  zones: 4,
  areas: 2,
  people: 200,
  /** Machines of one node. */
  ports: 5,
} as const;

export const nodeOf = (machine: number): number => Math.floor(machine / floor.ports);
export const portOf = (machine: number): number => machine % floor.ports;
export const zoneOf = (node: number): number => node % floor.zones;
export const areaOf = (zone: number): number => zone % floor.areas;
/** Half of the people are trained for one area, half for the other, and every tenth for both. */
export const isTrained = (person: number, area: number): boolean =>
  person % 10 === 0 || person % floor.areas === area;

/** Minutes without use after which a machine's session ends; machines differ. */
export const timeoutMinutes = (machine: number): number => [15, 30, 60][machine % 3] ?? 60;

/** In seconds. */
const HOUR = 3600;
const SHIFT = 8 * HOUR;
/** Three shifts. */
export const DAY = 3 * SHIFT;

/** Nothing is shown in the first seconds of an outage, when a node still waits for its host. */
const QUIET = 60;

/** When what cannot be planned by people happens. */
const incidents = {
  powerCut: { node: 2, from: 10 * HOUR + 120, until: 10 * HOUR + 480 },
  databaseAway: { from: 14 * HOUR, until: 14 * HOUR + 600 },
  stop: { node: 5, tripped: 18 * HOUR, reset: 18 * HOUR + 300, acknowledged: 18 * HOUR + 540 },
  revoked: { person: 40, at: 11 * HOUR },
} as const;

/** Numbers that look random and are the same for the same seed (mulberry32). */
function repeatable(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Whether people keep their hands still: the moments around an outage are tried elsewhere. */
const isQuiet = (at: Second): boolean =>
  Object.values([incidents.databaseAway.from, incidents.databaseAway.until]).some(
    (edge) => Math.abs(at - edge) <= QUIET,
  );

/** One visit of a person to a machine: in, some use, and out unless it is forgotten. */
function visit(person: number, shift: number, random: (below: number) => number): Deed[] {
  const machine = random(floor.machines);
  const begin = shift * SHIFT + random(SHIFT - HOUR);
  const length = 300 + random(80 * 60);
  const uses = Array.from({ length: 1 + random(3) }, () => begin + 10 + random(length));
  const deeds: Deed[] = [
    { at: begin, kind: 'badge', person, machine },
    ...uses.map((at): Deed => ({ at, kind: 'use', machine })),
  ];
  const forgets = random(6) === 0;
  return forgets ? deeds : [...deeds, { at: begin + length, kind: 'badge', person, machine }];
}

function planned(): Deed[] {
  const { powerCut, databaseAway, stop, revoked } = incidents;
  return [
    { at: powerCut.from, kind: 'power-cut', node: powerCut.node },
    { at: powerCut.until, kind: 'power-back', node: powerCut.node },
    { at: databaseAway.from, kind: 'database-away' },
    { at: databaseAway.until, kind: 'database-back' },
    { at: stop.tripped, kind: 'stop-tripped', node: stop.node },
    { at: stop.reset, kind: 'stop-reset', node: stop.node },
    { at: stop.acknowledged, kind: 'stop-acknowledged', node: stop.node },
    { at: revoked.at, kind: 'revoke', person: revoked.person },
    { at: 5 * HOUR, kind: 'end-other', machine: 7 },
    { at: 13 * HOUR, kind: 'end-other', machine: 21 },
  ];
}

/** A day of three shifts, the same for the same seed; no two deeds fall into one second. */
export function planDay(seed: number, visitsPerPerson: number): Deed[] {
  const random = repeatable(seed);
  const visits = Array.from({ length: floor.people * visitsPerPerson }, (_, index) => {
    const person = index % floor.people;
    return visit(person, person % 3, random);
  }).flat();
  const deeds = [...planned(), ...visits.filter(({ at }) => !isQuiet(at))];
  const taken = new Set<Second>();
  const apart = deeds.map((deed) => {
    let { at } = deed;
    // Seconds divisible by five belong to the monitors.
    while (taken.has(at) || at % 5 === 0) at += 1;
    taken.add(at);
    return { ...deed, at };
  });
  return apart.filter(({ at }) => at < DAY).toSorted((one, other) => one.at - other.at);
}
