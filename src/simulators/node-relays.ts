import type { BadgeTechnology } from '#platform/serial/badge-uid.ts';
import type { PortState } from '#platform/serial/node-protocol.ts';
import type { NodeJournal } from './node-journal.ts';
import type { NodeRights } from './node-rights.ts';

/** A badge at a port. `uid` in upper-case hexadecimal. */
export interface ShownBadge {
  readonly uid: string;
  readonly tech: BadgeTechnology;
}

/** Who has the machine at a port, as far as the node knows. */
interface Holder {
  readonly badge: ShownBadge | null;
  /** The node let the person in by itself. */
  readonly local: boolean;
}

/** The relays of a node and whom they are released for. */
export interface NodeRelays {
  states(): PortState[];
  /** The host's release, for `seconds` or until told otherwise. */
  release(port: number, seconds: number | null): void;
  /** The host's lock. */
  lock(port: number): void;
  /** Remembers who showed a badge, for when the host is gone. */
  shown(port: number, badge: ShownBadge): void;
  /** Lets in or out whoever shows a badge while no host can decide. */
  decide(port: number, badge: ShownBadge, blocked: boolean): void;
  /** Locks what has run out of time. */
  elapse(): void;
  /** A host is back: it counts the time of everybody whom the node let in alone. */
  handOver(): void;
  /** Locks everything, and writes down for whom where no host does. */
  lockAll(reason: string): void;
}

/** What the relays need to know of the rest of the node. */
export interface RelayOptions {
  readonly portCount: number;
  readonly rights: NodeRights;
  readonly journal: NodeJournal;
  /** Monotonic milliseconds. */
  now(): number;
  /** Whether no host can decide. */
  alone(): boolean;
}

const MINUTE_MS = 60_000;

/** Relays that are all locked. */
export function nodeRelays({ portCount, rights, journal, now, alone }: RelayOptions): NodeRelays {
  /** For each port the moment at which it locks by itself. */
  const releasedUntil = Array.from({ length: portCount }, () => -Infinity);
  const holders = new Map<number, Holder>();
  const lastShown = new Map<number, ShownBadge>();

  function write(
    what: 'started' | 'ended' | 'refused',
    port: number,
    badge: ShownBadge | null,
    reason: string | null,
  ): void {
    journal.write({ what, port, uid: badge?.uid ?? null, tech: badge?.tech ?? null, reason });
  }

  /** Locks by the node's own decision; the host learns it from the log where it cannot know it. */
  function end(port: number, reason: string | null): void {
    const holder = holders.get(port);
    releasedUntil[port] = -Infinity;
    holders.delete(port);
    if (holder && (holder.local || alone())) write('ended', port, holder.badge, reason);
  }

  function admit(port: number, badge: ShownBadge, blocked: boolean): string | null {
    const right = rights.find(badge.uid);
    if (!right) return 'unknown-badge';
    if (((right.p >> port) & 1) === 0) return 'no-right';
    if (blocked) return 'estop';
    if (holders.has(port)) return 'in-use';
    releasedUntil[port] = right.m === 0 ? Infinity : now() + right.m * MINUTE_MS;
    holders.set(port, { badge, local: true });
    return null;
  }

  return {
    states: () => releasedUntil.map((until) => (until > now() ? 'released' : 'locked')),
    release(port, seconds) {
      releasedUntil[port] = seconds === null ? Infinity : now() + seconds * 1000;
      const badge = lastShown.get(port) ?? holders.get(port)?.badge ?? null;
      holders.set(port, { badge, local: false });
    },
    lock(port) {
      releasedUntil[port] = -Infinity;
      holders.delete(port);
    },
    shown: (port, badge) => void lastShown.set(port, badge),
    decide(port, badge, blocked) {
      if (holders.get(port)?.badge?.uid === badge.uid) {
        end(port, null);
        return;
      }
      const refusal = admit(port, badge, blocked);
      write(refusal === null ? 'started' : 'refused', port, badge, refusal);
    },
    elapse() {
      for (const port of holders.keys()) {
        if ((releasedUntil[port] ?? -Infinity) <= now()) end(port, 'timeout');
      }
    },
    handOver() {
      for (const [port, { badge, local }] of holders) {
        if (!local) continue;
        releasedUntil[port] = Infinity;
        holders.set(port, { badge, local: false });
      }
    },
    lockAll(reason) {
      for (const port of holders.keys()) end(port, reason);
      releasedUntil.fill(-Infinity);
    },
  };
}
