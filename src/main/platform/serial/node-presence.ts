/**
 * Whether the node is there. `stale`: beats are missing, and it may still act; `offline`: it counts
 * as gone, or has not said hello yet.
 */
export type NodePresence = 'offline' | 'online' | 'stale';

/** Times of a node's beats, in milliseconds of monotonic time. */
export interface BeatRules {
  /** Time between two beats. */
  readonly beatMs: number;
  /** Beats in a row whose absence makes a node stale. */
  readonly missedBeats: number;
  /** Silence that makes a node offline. */
  readonly offlineMs: number;
}

/** Whether one node is there, by its beats. Pure: it is told the time. */
export interface BeatWatch {
  readonly presence: NodePresence;
  /** The node introduced itself. */
  greeted(at: number): void;
  /** The node said anything else that counts; it never brings an offline node back. */
  heard(at: number): 'recovered' | null;
  /** The way to the node was lost; answers whether it was there. */
  lost(): boolean;
  elapse(at: number): 'stale' | 'offline' | null;
  readonly deadline: number | null;
}

/** A watch over a node that is offline until it introduces itself. */
export function beatWatch(rules: BeatRules): BeatWatch {
  let presence: NodePresence = 'offline';
  let lastHeard = 0;

  // The last beat is missed only when it is late, which half a beat decides.
  const staleAt = (): number => lastHeard + (rules.missedBeats + 0.5) * rules.beatMs;
  const offlineAt = (): number => lastHeard + rules.offlineMs;

  return {
    get presence() {
      return presence;
    },
    greeted(at) {
      presence = 'online';
      lastHeard = at;
    },
    heard(at) {
      lastHeard = at;
      if (presence !== 'stale') return null;
      presence = 'online';
      return 'recovered';
    },
    lost() {
      const was = presence;
      presence = 'offline';
      return was !== 'offline';
    },
    elapse(at) {
      if (presence !== 'offline' && at >= offlineAt()) return (presence = 'offline');
      if (presence === 'online' && at >= staleAt()) return (presence = 'stale');
      return null;
    },
    get deadline() {
      if (presence === 'offline') return null;
      return presence === 'online' ? staleAt() : offlineAt();
    },
  };
}
