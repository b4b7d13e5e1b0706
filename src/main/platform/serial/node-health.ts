import type { NodeHealth, NodeMessage } from './node-messages.ts';
import type { EstopState, IoDirection, PortState } from './node-protocol.ts';

/** Something that a node reports of itself is not as it was. */
export type HealthChange =
  | { readonly kind: 'ports'; readonly ports: readonly PortState[] }
  | { readonly kind: 'estop'; readonly state: EstopState }
  /** Levels of a direction that differ from what was told by `io` messages. */
  | {
      readonly kind: 'terminals';
      readonly dir: IoDirection;
      /** Raw electrical levels; the index is the terminal's number. */
      readonly levels: readonly boolean[];
    }
  /** Version of the cache of rights by which the node decides while it is alone. */
  | { readonly kind: 'rights'; readonly version: number }
  /** Version of the configuration that the node applied. */
  | { readonly kind: 'cfg'; readonly version: number }
  /** Entries of the node's own log that the host has not confirmed. */
  | { readonly kind: 'buffered'; readonly count: number };

/** What a node last reported of itself; tells only changes. */
export interface NodeHealthRecord {
  /**
   * Relays and the emergency stop, which never wait for what is missing before them. What is older
   * than what is known, by its number, changes nothing.
   */
  urgent(message: NodeMessage): HealthChange[];
  /** All else, in the order of the node's numbers. */
  ordered(message: NodeMessage): HealthChange[];
  /** The node starts anew, and its numbers with it. */
  restarted(): void;
}

const same = <T>(one: readonly T[] | undefined, other: readonly T[]): boolean =>
  one?.length === other.length && other.every((value, index) => one[index] === value);

/** Keeps the newest value by the number of the message that brought it. */
function newest<T>(equal: (known: T | undefined, value: T) => boolean) {
  let known: T | undefined;
  let knownSeq = -1;
  return {
    /** Whether this changes what is known. */
    learn(seq: number, value: T | null): value is T {
      if (value === null || seq <= knownSeq) return false;
      knownSeq = seq;
      if (equal(known, value)) return false;
      known = value;
      return true;
    },
    restart(): void {
      knownSeq = -1;
    },
  };
}

/** Levels of both directions, as lists and single changes tell them. */
function terminalRecord() {
  const known = new Map<IoDirection, readonly boolean[]>();
  return {
    one(dir: IoDirection, number: number, level: boolean): void {
      const levels = known.get(dir);
      if (levels && number < levels.length) known.set(dir, levels.with(number, level));
    },
    all(dir: IoDirection, levels: readonly boolean[] | null): HealthChange[] {
      if (!levels || same(known.get(dir), levels)) return [];
      known.set(dir, levels);
      return [{ kind: 'terminals', dir, levels }];
    },
  };
}

/** A record of a node that has not been heard yet. */
export function nodeHealthRecord(): NodeHealthRecord {
  const ports = newest<readonly PortState[]>(same);
  const estop = newest<EstopState>((known, state) => known === state);
  const terminals = terminalRecord();
  const numbers = new Map<'rights' | 'cfg' | 'buffered', number>();

  function changed(which: 'rights' | 'cfg' | 'buffered', value: number | null): value is number {
    if (value === null || numbers.get(which) === value) return false;
    numbers.set(which, value);
    return true;
  }

  function counters({ rights, cfg, buffered }: NodeHealth): HealthChange[] {
    const changes: HealthChange[] = [];
    if (changed('rights', rights)) changes.push({ kind: 'rights', version: rights });
    if (changed('cfg', cfg)) changes.push({ kind: 'cfg', version: cfg });
    if (changed('buffered', buffered)) changes.push({ kind: 'buffered', count: buffered });
    return changes;
  }

  return {
    urgent(message) {
      const state =
        message.t === 'estop' ? message.state : 'estop' in message ? message.estop : null;
      const relays = 'ports' in message ? message.ports : null;
      const changes: HealthChange[] = [];
      if (ports.learn(message.seq, relays)) changes.push({ kind: 'ports', ports: relays });
      if (estop.learn(message.seq, state)) changes.push({ kind: 'estop', state });
      return changes;
    },
    ordered(message) {
      if (message.t === 'io') terminals.one(message.dir, message.number, message.level);
      if (message.t !== 'hello' && message.t !== 'hb') return [];
      return [
        ...terminals.all('input', message.inputs),
        ...terminals.all('output', message.outputs),
        ...counters(message),
      ];
    },
    restarted() {
      ports.restart();
      estop.restart();
    },
  };
}
