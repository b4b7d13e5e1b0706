import {
  type CommandEffect,
  type CommandOutcome,
  type CommandRules,
  commandTable,
} from './node-commands.ts';
import { messageOrder, type Ordered } from './message-order.ts';
import { type Admission, nodeBoots, type NumberQuality } from './node-boots.ts';
import { greeter, keepAlive } from './node-greeter.ts';
import { type HealthChange, nodeHealthRecord } from './node-health.ts';
import type { HelloMessage, NodeMessage, NodeReportMessage } from './node-messages.ts';
import type { NodeCommand, NodeOrder } from './node-orders.ts';
import { type BeatRules, beatWatch, type NodePresence } from './node-presence.ts';
import type { ResetReason } from './node-protocol.ts';

/** Times of a node, in milliseconds of monotonic time. */
export type NodeRules = BeatRules &
  CommandRules & {
    /** How long what a node tells waits for a message that is missing before it. */
    readonly holdMs: number;
    /** A node that was sent nothing for so long is asked for an answer, so that it knows of us. */
    readonly keepAliveMs: number;
  };

/** A node on a cable: beats of 1 s, stale at three missed, offline at 10 s. */
export const cableNodeRules: NodeRules = {
  beatMs: 1000,
  missedBeats: 3,
  offlineMs: 10_000,
  answerMs: 500,
  attempts: 3,
  mostPending: 16,
  holdMs: 250,
  keepAliveMs: 3000,
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
  | HealthChange
  /** The node answered an order, `ms` after it was first sent. */
  | { readonly kind: 'answered'; readonly order: NodeOrder['t']; readonly ms: number }
  /** Another node answers on this link; its messages are dropped. */
  | { readonly kind: 'wrong-node'; readonly id: string }
  | { readonly kind: 'message'; readonly message: NodeReportMessage };

/** What to do after something happened: tell it, send it, or report how a command ended. */
export type NodeEffect =
  | { readonly kind: 'event'; readonly event: NodeEvent }
  | Exclude<CommandEffect, { readonly kind: 'round-trip' }>;

/** How good the line to a node is, by what its messages say. Counts since the session began. */
export interface SessionQuality extends NumberQuality {
  /** Messages left out because those behind them were told already. */
  readonly late: number;
  /** From the first sending of the last answered order to its answer, in milliseconds. */
  readonly lastRoundTripMs: number | null;
}

/** One node behind one link. Pure: it is told the time, and answers with what is to be done. */
export interface NodeSession {
  readonly presence: NodePresence;
  /** The last greeting of the running boot. */
  readonly hello: HelloMessage | null;
  readonly quality: SessionQuality;
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

const reportTypes: ReadonlySet<NodeMessage['t']> = new Set<NodeReportMessage['t']>([
  'badge',
  'activity',
  'log',
  'io',
  'entry',
  'bt',
  'fault',
  'fw',
]);

/** Whether anything of a message is told in the order of the numbers. */
const waits = ({ t }: NodeMessage): boolean => t === 'hello' || t === 'hb' || reportTypes.has(t);

const isReport = (message: NodeMessage): message is NodeReportMessage => reportTypes.has(message.t);

/** Starts a session for the node `expectedId`, or for whichever speaks first if that is `null`. */
export function nodeSession(rules: NodeRules, expectedId: string | null): NodeSession {
  const commands = commandTable(rules);
  const boots = nodeBoots();
  const beats = beatWatch(rules);
  const greeting = greeter(rules.beatMs);
  const alive = keepAlive(rules.keepAliveMs);
  const health = nodeHealthRecord();
  let order = messageOrder<NodeMessage>(rules.holdMs);
  let lateBefore = 0;
  let lastRoundTripMs: number | null = null;
  let id = expectedId;
  let linked = false;
  let hello: HelloMessage | null = null;

  function wentOffline(reason: OfflineReason): NodeEffect[] {
    hello = null;
    return [event({ kind: 'offline', reason })];
  }

  /** Turns round trips into events and passes all else on. */
  function noting(effects: readonly CommandEffect[]): NodeEffect[] {
    return effects.map((effect) => {
      if (effect.kind !== 'round-trip') return effect;
      lastRoundTripMs = effect.ms;
      return event({ kind: 'answered', order: effect.order, ms: effect.ms });
    });
  }

  function tellOne(message: NodeMessage): NodeEffect[] {
    const changes = health.ordered(message).map(event);
    return isReport(message) ? [...changes, event({ kind: 'message', message })] : changes;
  }

  const tell = (ordered: readonly Ordered<NodeMessage>[]): NodeEffect[] =>
    ordered.flatMap((item) => (item.kind === 'gap' ? [event(item)] : tellOne(item.message)));

  function restart(restarted: NonNullable<Admission['restarted']>): NodeEffect[] {
    hello = null;
    const told = tell(order.breakOff());
    lateBefore += order.late;
    order = messageOrder(rules.holdMs);
    health.restarted();
    const ended = noting(commands.failAll({ kind: 'node-restarted' }));
    return [...told, ...ended, event({ kind: 'restarted', ...restarted })];
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

  function answer(message: NodeMessage, at: number): NodeEffect[] {
    if (message.t !== 'ack') return [];
    const refused: CommandOutcome = { kind: 'refused', error: message.err ?? 'unknown' };
    const outcome: CommandOutcome = message.ok ? { kind: 'done' } : refused;
    return noting([
      ...alive.answered(message.cmd, at),
      ...commands.answered(message.cmd, outcome, at),
    ]);
  }

  function report(message: NodeMessage, at: number): NodeEffect[] {
    return [
      ...health.urgent(message).map(event),
      ...answer(message, at),
      ...tell(order.take(message.seq, waits(message) ? message : null, at)),
    ];
  }

  function received(message: NodeMessage, at: number): NodeEffect[] {
    if (!linked) return [];
    id ??= message.id;
    if (message.id !== id) return [event({ kind: 'wrong-node', id: message.id })];
    const { verdict, restarted } = boots.admit(message);
    const told = restarted ? restart(restarted) : [];
    if (verdict === 'drop') return told;
    if (verdict === 'ask') return [...told, ...greeting.ask(at)];
    return [...told, ...heard(message, at), ...report(message, at)];
  }

  function elapseBeats(at: number): NodeEffect[] {
    const change = beats.elapse(at);
    if (change === 'stale') return [event({ kind: 'stale' })];
    if (change === null) return [];
    const ended = noting(commands.failAll({ kind: 'node-offline' }));
    return [...ended, ...tell(order.breakOff()), ...wentOffline('silent')];
  }

  function elapse(at: number): NodeEffect[] {
    if (!linked) return [];
    const effects = [...tell(order.elapse(at)), ...elapseBeats(at)];
    const repeated = noting(commands.elapse(at));
    if (repeated.some(({ kind }) => kind === 'send')) alive.sent(at);
    effects.push(...repeated, ...(beats.presence === 'offline' ? [] : alive.elapse(at)));
    const asking = greeting.nextAt !== null || beats.presence === 'offline';
    return asking ? [...effects, ...greeting.ask(at)] : effects;
  }

  function linkDown(): NodeEffect[] {
    if (!linked) return [];
    linked = false;
    greeting.stop();
    const ended = [...tell(order.breakOff()), ...noting(commands.failAll({ kind: 'link-lost' }))];
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
      return { ...boots.quality, late: lateBefore + order.late, lastRoundTripMs };
    },
    linkUp(at) {
      linked = true;
      alive.sent(at);
      greeting.stop();
      return greeting.ask(at);
    },
    linkDown,
    received,
    command(command, at) {
      if (!linked || beats.presence === 'offline') {
        return [{ kind: 'command-ended', id: command.id, outcome: { kind: 'node-offline' } }];
      }
      alive.sent(at);
      return noting(commands.start(command, at));
    },
    elapse,
    get deadline() {
      const moments = [beats.deadline, commands.deadline, greeting.nextAt, order.deadline];
      const known = moments.filter((moment) => moment !== null);
      return linked && known.length > 0 ? Math.min(...known) : null;
    },
  };
}
