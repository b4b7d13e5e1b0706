import {
  type CommandEffect,
  type CommandOutcome,
  type CommandRules,
  commandTable,
} from './node-commands.ts';
import { type Admission, nodeBoots, type NodeLineQuality } from './node-boots.ts';
import { type BeatRules, beatWatch, type NodePresence } from './node-presence.ts';
import type {
  EstopState,
  HelloMessage,
  NodeCommand,
  NodeMessage,
  PortState,
  ResetReason,
} from './node-protocol.ts';

/** Times of a node, in milliseconds of monotonic time. */
export type NodeRules = BeatRules & CommandRules;

/** A node on a cable: beats of 1 s, stale at three missed, offline at 10 s. */
export const cableNodeRules: NodeRules = {
  beatMs: 1000,
  missedBeats: 3,
  offlineMs: 10_000,
  answerMs: 500,
  attempts: 3,
  mostPending: 16,
};

/** Why a node is offline. */
export type OfflineReason = 'silent' | 'link-lost';

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

const event = (told: NodeEvent): NodeEffect => ({ kind: 'event', event: told });

function sameList(one: readonly string[] | null, other: readonly string[]): boolean {
  return one?.length === other.length && other.every((value, index) => one[index] === value);
}

/** What a node last reported of itself; tells only changes. */
function healthRecord() {
  let ports: readonly PortState[] | null = null;
  let estop: EstopState | null = null;
  return (nextPorts: readonly PortState[] | null, nextEstop: EstopState | null): NodeEffect[] => {
    const effects: NodeEffect[] = [];
    if (nextPorts && !sameList(ports, nextPorts)) {
      ports = nextPorts;
      effects.push(event({ kind: 'ports', ports: nextPorts }));
    }
    if (nextEstop && estop !== nextEstop) {
      estop = nextEstop;
      effects.push(event({ kind: 'estop', state: nextEstop }));
    }
    return effects;
  };
}

/** Asks a node who it is, and again each beat until it has said so. */
function greeter(beatMs: number) {
  let nextAt: number | null = null;
  let count = 0;
  return {
    get nextAt() {
      return nextAt;
    },
    /** Begins to ask, or goes on where it is time to. */
    ask(at: number): NodeEffect[] {
      if (nextAt !== null && at < nextAt) return [];
      nextAt = at + beatMs;
      count += 1;
      // It is no person's command, so nobody waits for its answer.
      return [{ kind: 'send', command: { t: 'ping', id: `greeting-${count}` } }];
    },
    stop(): void {
      nextAt = null;
    },
  };
}

/** Starts a session for the node `expectedId`, or for whichever speaks first if that is `null`. */
export function nodeSession(rules: NodeRules, expectedId: string | null): NodeSession {
  const commands = commandTable(rules);
  const boots = nodeBoots();
  const beats = beatWatch(rules);
  const greeting = greeter(rules.beatMs);
  const reportHealth = healthRecord();
  let id = expectedId;
  let linked = false;
  let hello: HelloMessage | null = null;

  function wentOffline(reason: OfflineReason): NodeEffect[] {
    hello = null;
    return [event({ kind: 'offline', reason })];
  }

  function tellAdmission({ restarted, missed }: Admission): NodeEffect[] {
    const effects: NodeEffect[] = [];
    if (restarted) {
      hello = null;
      effects.push(...commands.failAll({ kind: 'node-restarted' }));
      effects.push(event({ kind: 'restarted', ...restarted }));
    }
    if (missed > 0) effects.push(event({ kind: 'gap', missed }));
    return effects;
  }

  function greeted(message: HelloMessage, at: number): NodeEffect[] {
    const known = beats.presence === 'online' && hello !== null;
    beats.greeted(at);
    greeting.stop();
    hello = message;
    return known ? [] : [event({ kind: 'online', hello: message })];
  }

  function heard(message: NodeMessage, at: number): NodeEffect[] {
    if (message.t === 'hello') return greeted(message, at);
    const recovered: NodeEffect[] = beats.heard(at) ? [event({ kind: 'recovered' })] : [];
    return hello === null ? [...recovered, ...greeting.ask(at)] : recovered;
  }

  function report(message: NodeMessage): NodeEffect[] {
    switch (message.t) {
      case 'hello':
      case 'hb':
        return reportHealth(message.ports, message.estop);
      case 'estop':
        return reportHealth(null, message.state);
      case 'ack': {
        const refused: CommandOutcome = { kind: 'refused', error: message.err ?? 'unknown' };
        return commands.answered(message.cmd, message.ok ? { kind: 'done' } : refused);
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
    if (!linked) return [];
    id ??= message.id;
    if (message.id !== id) return [event({ kind: 'wrong-node', id: message.id })];
    const admission = boots.admit(message);
    const told = tellAdmission(admission);
    if (admission.verdict === 'drop') return told;
    if (admission.verdict === 'ask') return [...told, ...greeting.ask(at)];
    return [...told, ...heard(message, at), ...report(message)];
  }

  function elapseBeats(at: number): NodeEffect[] {
    const change = beats.elapse(at);
    if (change === 'stale') return [event({ kind: 'stale' })];
    if (change === null) return [];
    return [...commands.failAll({ kind: 'node-offline' }), ...wentOffline('silent')];
  }

  function elapse(at: number): NodeEffect[] {
    if (!linked) return [];
    const effects = [...elapseBeats(at), ...commands.elapse(at)];
    const asking = greeting.nextAt !== null || beats.presence === 'offline';
    return asking ? [...effects, ...greeting.ask(at)] : effects;
  }

  function linkDown(): NodeEffect[] {
    if (!linked) return [];
    linked = false;
    greeting.stop();
    const ended = commands.failAll({ kind: 'link-lost' });
    return beats.lost() ? [...ended, ...wentOffline('link-lost')] : ended;
  }

  return {
    get presence() {
      return beats.presence;
    },
    get hello() {
      return hello;
    },
    get quality() {
      return boots.quality;
    },
    linkUp(at) {
      linked = true;
      greeting.stop();
      return greeting.ask(at);
    },
    linkDown,
    received,
    command(command, at) {
      if (linked && beats.presence !== 'offline') return commands.start(command, at);
      return [{ kind: 'command-ended', id: command.id, outcome: { kind: 'node-offline' } }];
    },
    elapse,
    get deadline() {
      const moments = [beats.deadline, commands.deadline, greeting.nextAt];
      const known = moments.filter((moment) => moment !== null);
      return linked && known.length > 0 ? Math.min(...known) : null;
    },
  };
}
