import {
  type CommandEffect,
  type CommandRules,
  commandTable,
  type CommandOutcome,
} from './node-commands.ts';
import type {
  HelloMessage,
  NodeCommand,
  NodeMessage,
  PortState,
  EstopState,
  ResetReason,
} from './node-protocol.ts';
import { sequenceTracker, type SequenceTracker } from './sequence-tracker.ts';

/** Times of a node, in milliseconds of monotonic time. */
export interface NodeRules extends CommandRules {
  /** Time between two beats. */
  readonly beatMs: number;
  /** Beats in a row whose absence makes a node stale. */
  readonly missedBeats: number;
  /** Silence that makes a node offline. */
  readonly offlineMs: number;
}

/** A node on a cable: beats of 1 s, stale at three missed, offline at 10 s. */
export const cableNodeRules: NodeRules = {
  beatMs: 1000,
  missedBeats: 3,
  offlineMs: 10_000,
  answerMs: 500,
  attempts: 3,
  mostPending: 16,
};

/**
 * Whether the node is there. `stale`: beats are missing, and it may still act; `offline`: it counts
 * as gone, or has not said hello yet.
 */
export type NodePresence = 'offline' | 'online' | 'stale';

/** Why a node is offline. */
export type OfflineReason = 'silent' | 'link-lost';

/** How good the line to a node is. Counts since the session began. */
export interface NodeLineQuality {
  readonly accepted: number;
  readonly duplicates: number;
  /** Numbers skipped and not seen since. */
  readonly missed: number;
  readonly resets: Readonly<Partial<Record<ResetReason, number>>>;
}

/** What a session tells. Reports of people and machines come as `message`, each exactly once. */
export type NodeEvent =
  | { readonly kind: 'online'; readonly hello: HelloMessage }
  /** Beats came back before the node was offline. */
  | { readonly kind: 'recovered' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'offline'; readonly reason: OfflineReason }
  | { readonly kind: 'restarted'; readonly boot: string; readonly reset: ResetReason }
  | { readonly kind: 'gap'; readonly missed: number }
  | { readonly kind: 'ports'; readonly ports: readonly PortState[] }
  | { readonly kind: 'estop'; readonly state: EstopState }
  /** Another node answers on this link; its messages are dropped. */
  | { readonly kind: 'wrong-node'; readonly id: string }
  | {
      readonly kind: 'message';
      readonly message: Extract<NodeMessage, { t: 'badge' | 'activity' | 'log' }>;
    };

/** What to do after something happened: tell it, send it, or report how a command ended. */
export type NodeEffect = { readonly kind: 'event'; readonly event: NodeEvent } | CommandEffect;

/** One node behind one link. Pure: it is told the time, and answers with what is to be done. */
export interface NodeSession {
  readonly presence: NodePresence;
  /** The last greeting of the running boot. */
  readonly hello: HelloMessage | null;
  readonly quality: NodeLineQuality;
  linkUp(at: number): NodeEffect[];
  linkDown(): NodeEffect[];
  received(message: NodeMessage, at: number): NodeEffect[];
  command(command: NodeCommand, at: number): NodeEffect[];
  /** Time has passed; call at {@link NodeSession.deadline}. */
  elapse(at: number): NodeEffect[];
  /** Next moment at which time alone changes something; `null` if never. */
  readonly deadline: number | null;
}

/** Boots that are remembered, so that their late messages are known as such. */
const OLD_BOOTS = 4;

interface State {
  link: boolean;
  presence: NodePresence;
  hello: HelloMessage | null;
  boot: string | null;
  oldBoots: readonly string[];
  tracker: SequenceTracker;
  lastHeard: number;
  /** When to ask for a greeting again; `null` while none is needed. */
  greetAt: number | null;
  greetings: number;
  ports: readonly PortState[] | null;
  estop: EstopState | null;
}

const event = (told: NodeEvent): NodeEffect => ({ kind: 'event', event: told });

function sameList(one: readonly string[] | null, other: readonly string[]): boolean {
  return one?.length === other.length && other.every((value, index) => one[index] === value);
}

/** Where the line's quality is counted. */
function lineCounters() {
  const counts = { accepted: 0, duplicates: 0, missed: 0 };
  const resets: Partial<Record<ResetReason, number>> = {};
  return {
    counts,
    reset(reason: ResetReason): void {
      resets[reason] = (resets[reason] ?? 0) + 1;
    },
    snapshot: (): NodeLineQuality => ({ ...counts, resets: { ...resets } }),
  };
}

/** Starts a session for the node `expectedId`, or for whichever speaks first if that is `null`. */
export function nodeSession(rules: NodeRules, expectedId: string | null): NodeSession {
  const commands = commandTable(rules);
  const line = lineCounters();
  let id = expectedId;
  const state: State = {
    link: false,
    presence: 'offline',
    hello: null,
    boot: null,
    oldBoots: [],
    tracker: sequenceTracker(),
    lastHeard: 0,
    greetAt: null,
    greetings: 0,
    ports: null,
    estop: null,
  };

  /** Asks the node who it is. It is no person's command, so nobody waits for its answer. */
  function greet(at: number): NodeEffect[] {
    if (state.greetAt !== null && at < state.greetAt) return [];
    state.greetAt = at + rules.beatMs;
    state.greetings += 1;
    return [{ kind: 'send', command: { t: 'ping', id: `greeting-${state.greetings}` } }];
  }

  function goOffline(reason: OfflineReason): NodeEffect[] {
    const outcome: CommandOutcome = { kind: reason === 'silent' ? 'node-offline' : 'link-lost' };
    const ended = commands.failAll(outcome);
    if (state.presence === 'offline') return ended;
    state.presence = 'offline';
    state.hello = null;
    return [...ended, event({ kind: 'offline', reason })];
  }

  function startBoot(boot: string, reset: ResetReason): NodeEffect[] {
    const first = state.boot === null;
    if (state.boot !== null) state.oldBoots = [state.boot, ...state.oldBoots].slice(0, OLD_BOOTS);
    state.boot = boot;
    state.hello = null;
    state.tracker = sequenceTracker();
    if (first) return [];
    line.reset(reset);
    const ended = commands.failAll({ kind: 'node-restarted' });
    return [...ended, event({ kind: 'restarted', boot, reset })];
  }

  /** Decides by boot and sequence number whether a message counts. */
  function admit(message: NodeMessage, at: number): { effects: NodeEffect[]; counts: boolean } {
    const dropped = (effects: NodeEffect[] = []) => ({ effects, counts: false });
    if (message.boot !== null && state.oldBoots.includes(message.boot)) {
      line.counts.duplicates += 1;
      return dropped();
    }
    const effects: NodeEffect[] = [];
    if (message.boot !== null && message.boot !== state.boot) {
      effects.push(...startBoot(message.boot, 'reset' in message ? message.reset : 'unknown'));
    }
    const verdict = state.tracker.accept(message.seq);
    if (verdict.kind === 'duplicate') {
      line.counts.duplicates += 1;
      return dropped(effects);
    }
    // Either a very late message or a start that was missed; only a greeting can tell.
    if (verdict.kind === 'ancient') return dropped([...effects, ...greet(at)]);
    line.counts.accepted += 1;
    if (verdict.kind === 'late') line.counts.missed -= 1;
    if (verdict.kind === 'new' && verdict.missed > 0) {
      line.counts.missed += verdict.missed;
      effects.push(event({ kind: 'gap', missed: verdict.missed }));
    }
    return { effects, counts: true };
  }

  function heard(message: NodeMessage, at: number): NodeEffect[] {
    state.lastHeard = at;
    if (message.t === 'hello') {
      const recovered = state.presence !== 'online' || state.hello === null;
      state.presence = 'online';
      state.hello = message;
      state.greetAt = null;
      return recovered ? [event({ kind: 'online', hello: message })] : [];
    }
    if (state.presence === 'stale') {
      state.presence = 'online';
      return [event({ kind: 'recovered' })];
    }
    return state.hello === null ? greet(at) : [];
  }

  function reportHealth(
    ports: readonly PortState[] | null,
    estop: EstopState | null,
  ): NodeEffect[] {
    const effects: NodeEffect[] = [];
    if (ports && !sameList(state.ports, ports)) {
      state.ports = ports;
      effects.push(event({ kind: 'ports', ports }));
    }
    if (estop && state.estop !== estop) {
      state.estop = estop;
      effects.push(event({ kind: 'estop', state: estop }));
    }
    return effects;
  }

  function report(message: NodeMessage): NodeEffect[] {
    switch (message.t) {
      case 'hello':
      case 'hb':
        return reportHealth(message.ports, message.estop);
      case 'estop':
        return reportHealth(null, message.state);
      case 'ack': {
        const { cmd, ok, err } = message;
        const refused: CommandOutcome = { kind: 'refused', error: err ?? 'unknown' };
        return commands.answered(cmd, ok ? { kind: 'done' } : refused);
      }
      case 'boot':
        return [];
      case 'badge':
      case 'activity':
      case 'log':
        return [event({ kind: 'message', message })];
    }
  }

  function received(message: NodeMessage, at: number): NodeEffect[] {
    if (!state.link) return [];
    id ??= message.id;
    if (message.id !== id) return [event({ kind: 'wrong-node', id: message.id })];
    const { effects, counts } = admit(message, at);
    return counts ? [...effects, ...heard(message, at), ...report(message)] : effects;
  }

  function staleAt(): number {
    // The last beat is missed only when it is late, which half a beat decides.
    return state.lastHeard + (rules.missedBeats + 0.5) * rules.beatMs;
  }

  function elapsePresence(at: number): NodeEffect[] {
    if (state.presence === 'offline') return [];
    if (at >= state.lastHeard + rules.offlineMs) return goOffline('silent');
    if (state.presence === 'online' && at >= staleAt()) {
      state.presence = 'stale';
      return [event({ kind: 'stale' })];
    }
    return [];
  }

  function elapse(at: number): NodeEffect[] {
    if (!state.link) return [];
    const effects = [...elapsePresence(at), ...commands.elapse(at)];
    if (state.presence === 'offline') state.greetAt ??= at;
    return state.greetAt === null ? effects : [...effects, ...greet(at)];
  }

  function deadline(): number | null {
    if (!state.link) return null;
    const presence = state.presence === 'online' ? staleAt() : state.lastHeard + rules.offlineMs;
    const moments = [
      state.presence === 'offline' ? null : presence,
      commands.deadline,
      state.greetAt,
    ].filter((moment) => moment !== null);
    return moments.length > 0 ? Math.min(...moments) : null;
  }

  return {
    get presence() {
      return state.presence;
    },
    get hello() {
      return state.hello;
    },
    get quality() {
      return line.snapshot();
    },
    linkUp(at) {
      state.link = true;
      state.greetAt = null;
      return greet(at);
    },
    linkDown() {
      if (!state.link) return [];
      const effects = goOffline('link-lost');
      state.link = false;
      state.greetAt = null;
      return effects;
    },
    received,
    command(command, at) {
      if (state.link && state.presence !== 'offline') return commands.start(command, at);
      return [{ kind: 'command-ended', id: command.id, outcome: { kind: 'node-offline' } }];
    },
    elapse,
    get deadline() {
      return deadline();
    },
  };
}
