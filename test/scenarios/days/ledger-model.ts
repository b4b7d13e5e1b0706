import {
  areaOf,
  DAY,
  type Deed,
  floor,
  isTrained,
  nodeOf,
  type Second,
  TICK,
  timeoutMinutes,
  zoneOf,
} from './day-plan.ts';

/** One use of a machine, as the ledger must have it. */
export interface LedgerRow {
  readonly machine: number;
  readonly person: number;
  readonly start: Second;
  end: Second | null;
  endedBy: 'user' | 'timeout' | 'admin' | 'estop' | null;
  /** The node let the person in while no host answered. */
  readonly offline: boolean;
}

/** Why people were not let at machines, and how often. */
export type Refusals = Record<string, number>;

/** What should be true, in the simplest words; it shares nothing with the program but the plan. */
export interface Ledger {
  readonly rows: LedgerRow[];
  readonly refusals: Refusals;
}

interface Running {
  readonly row: LedgerRow;
  lastUse: Second;
}

const tickAtOrAfter = (at: Second): Second => Math.ceil(at / TICK) * TICK;

const machines = Array.from({ length: floor.machines }, (_, machine) => machine);
const machinesOf = (place: (node: number) => boolean): number[] =>
  machines.filter((machine) => place(nodeOf(machine)));

/** Plays a plan by the rules as people would tell them. */
export function playByTheRules(plan: readonly Deed[]): Ledger {
  const rows: LedgerRow[] = [];
  const refusals: Refusals = {};
  const running = new Map<number, Running>();
  const revoked = new Set<number>();
  const dark = new Set<number>();
  const stops = new Map<number, { reset: boolean; acknowledged: boolean }>();
  let away = false;
  let backAt: Second = 0;

  /** When somebody looks first at a session that is due, which nobody does without a database. */
  const due = (machine: number, { lastUse }: Running): Second =>
    tickAtOrAfter(Math.max(lastUse + timeoutMinutes(machine) * 60, backAt));

  function end(machine: number, at: Second, endedBy: NonNullable<LedgerRow['endedBy']>): void {
    const session = running.get(machine);
    if (!session) return;
    Object.assign(session.row, { end: at, endedBy });
    running.delete(machine);
  }

  /** Ends what has timed out up to a moment, at the moments at which somebody looked. */
  function elapse(until: Second): void {
    if (away) return;
    for (const [machine, session] of running) {
      if (due(machine, session) <= until) end(machine, due(machine, session), 'timeout');
    }
  }

  function refuse(reason: string): void {
    refusals[reason] = (refusals[reason] ?? 0) + 1;
  }

  function start(machine: number, person: number, at: Second, offline: boolean): void {
    const row = { machine, person, start: at, end: null, endedBy: null, offline };
    rows.push(row);
    running.set(machine, { row, lastUse: at });
  }

  const stands = (zone: number): boolean => stops.has(zone);

  function why(person: number, machine: number): string | null {
    const zone = zoneOf(nodeOf(machine));
    if (!isTrained(person, areaOf(zone))) return 'not-trained';
    if (stands(zone)) return 'estop-active';
    return running.has(machine) ? 'machine-busy' : null;
  }

  /** A node that is alone knows who is trained, and says no more than that it does not know. */
  function badgeAlone(person: number, machine: number, at: Second): void {
    const holder = running.get(machine)?.row.person;
    if (holder === person) return end(machine, at, 'user');
    if (revoked.has(person)) return refuse('badge-lost');
    const may = holder === undefined && why(person, machine) === null;
    return may ? start(machine, person, at, true) : refuse('not-in-cache');
  }

  function badge(person: number, machine: number, at: Second): void {
    if (dark.has(nodeOf(machine))) return undefined;
    if (away) return badgeAlone(person, machine, at);
    if (revoked.has(person)) return refuse('badge-lost');
    if (running.get(machine)?.row.person === person) return end(machine, at, 'user');
    const reason = why(person, machine);
    return reason === null ? start(machine, person, at, false) : refuse(reason);
  }

  function settleStop(zone: number, change: { reset?: true; acknowledged?: true }): void {
    const stop = stops.get(zone);
    if (!stop) return;
    Object.assign(stop, change);
    if (stop.reset && stop.acknowledged) stops.delete(zone);
  }

  function act(deed: Deed): void {
    const { at } = deed;
    switch (deed.kind) {
      case 'badge':
        return badge(deed.person, deed.machine, at);
      case 'use': {
        const session = running.get(deed.machine);
        if (session && !dark.has(nodeOf(deed.machine))) session.lastUse = at;
        return undefined;
      }
      case 'end-other':
        return end(deed.machine, at, 'admin');
      case 'revoke':
        revoked.add(deed.person);
        return undefined;
      case 'stop-tripped': {
        const zone = zoneOf(deed.node);
        for (const machine of machinesOf((node) => zoneOf(node) === zone))
          end(machine, at, 'estop');
        stops.set(zone, { reset: false, acknowledged: false });
        return undefined;
      }
      case 'stop-reset':
        return settleStop(zoneOf(deed.node), { reset: true });
      case 'stop-acknowledged':
        return settleStop(zoneOf(deed.node), { acknowledged: true });
      case 'power-cut':
        dark.add(deed.node);
        return undefined;
      case 'power-back':
        dark.delete(deed.node);
        for (const machine of machinesOf((node) => node === deed.node)) end(machine, at, 'timeout');
        return undefined;
      case 'database-away':
        away = true;
        return undefined;
      case 'database-back':
        away = false;
        backAt = at;
        return undefined;
    }
  }

  for (const deed of plan) {
    elapse(deed.at);
    act(deed);
  }
  elapse(DAY);
  return { rows, refusals };
}
