import type { Clock } from '#platform/clock/clock.ts';
import { type Decoder, mapFrames } from './codec.ts';
import { deadlineTimer } from './deadline-timer.ts';
import { type Link, startLink } from './link.ts';
import type { LinkCounters, LinkStatus } from './link-state.ts';
import { listeners } from './listeners.ts';
import { toWire } from './message-fields.ts';
import type { CommandOutcome } from './node-commands.ts';
import { encodeNodeFrame, type NodeDecoder, nodeDecoder, type NodeFraming } from './node-frames.ts';
import { type NodeMessage, parseNodeMessage } from './node-messages.ts';
import type { NodeCommand, NodeOrder } from './node-orders.ts';
import {
  cableNodeRules,
  type NodeEffect,
  type NodeEvent,
  type NodeRules,
  type NodeSession,
  nodeSession,
} from './node-session.ts';
import type { Transport } from './transport.ts';
import { LinkError } from './write-queue.ts';

/** What a node's link needs. */
export interface NodeLinkOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** `nodes.node_id` that must answer; `null` for whichever node is there. */
  readonly nodeId: string | null;
  readonly rules?: NodeRules;
  /** A new key for a command, unique at least until the node forgets it. */
  readonly newCommandId?: () => string;
}

/** How good a node's line is. Counts since the link was started. */
export interface NodeLineQuality {
  readonly goodFrames: number;
  /** Events of garbage by reason; a run of noise counts once a chunk. */
  readonly badFrames: LinkCounters['badFrames'];
  /** Times that a good frame was found again after bytes that were none. */
  readonly resyncs: number;
  /** Messages whose numbers were skipped, or that came too late to be told. */
  readonly lost: number;
  readonly duplicates: number;
  /** From the first sending of the last answered order to its answer, in milliseconds. */
  readonly lastRoundTripMs: number | null;
}

/** A node on a link of its own. Disposing ends its commands and closes the link. */
export interface NodeLink extends AsyncDisposable {
  /** State, counters and trace of the node's port. */
  readonly link: Link<NodeMessage>;
  readonly session: Pick<NodeSession, 'presence' | 'hello' | 'quality'>;
  quality(): NodeLineQuality;
  onEvent(listener: (event: NodeEvent) => void): Disposable;
  /**
   * Has the node do something and resolves with how that ended. Rejects only with
   * `FrameTooLongError`, when the order does not fit into a frame.
   */
  command(order: NodeOrder): Promise<CommandOutcome>;
}

/** Messages out of frames; a frame that breaks the protocol is garbage that says what is wrong. */
function messageDecoder(frames: NodeDecoder): Decoder<NodeMessage> {
  return mapFrames(frames, (raw) => {
    const parsed = parseNodeMessage(raw);
    if (parsed.ok) return { kind: 'frame', frame: parsed.value };
    const { field, expected } = parsed.problem;
    return { kind: 'garbage', reason: 'bad-shape', detail: `“${field}” must be ${expected}` };
  });
}

/**
 * The bytes of a command. A node that has not spoken yet is told in both framings: each is noise to
 * a node of the other.
 */
function commandBytes(command: NodeCommand, framing: NodeFraming | null): Uint8Array {
  const wire = toWire(command);
  if (framing) return encodeNodeFrame(wire, framing);
  return Uint8Array.of(...encodeNodeFrame(wire, 'cobs'), ...encodeNodeFrame(wire, 'line'));
}

/** Opens the link to a node and keeps it open. */
export function startNodeLink(options: NodeLinkOptions): NodeLink {
  const { transport, clock, newCommandId = () => crypto.randomUUID() } = options;
  const rules = options.rules ?? cableNodeRules;
  const session = nodeSession(rules, options.nodeId);
  const events = listeners<[NodeEvent]>();
  const waiting = new Map<string, (outcome: CommandOutcome) => void>();
  let frames = nodeDecoder();
  let wasUp = false;

  const timer = deadlineTimer(
    clock,
    () => session.deadline,
    (at) => apply(session.elapse(at)),
  );
  const link = startLink<NodeMessage>({
    transport,
    clock,
    silenceMs: rules.offlineMs,
    decoder: () => {
      frames = nodeDecoder();
      return messageDecoder(frames);
    },
  });

  async function transmit(command: NodeCommand): Promise<void> {
    try {
      await link.send(commandBytes(command, frames.framing), command.t === 'ping');
    } catch (error) {
      // The session repeats what is not answered and hears of a lost link by its state.
      if (!(error instanceof LinkError)) throw error;
    }
  }

  function apply(effects: readonly NodeEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'event') events.call(effect.event);
      else if (effect.kind === 'send') void transmit(effect.command);
      else {
        const resolve = waiting.get(effect.id);
        waiting.delete(effect.id);
        resolve?.(effect.outcome);
      }
    }
    timer.arm();
  }

  function onStatus({ state }: LinkStatus): void {
    const isUp = state.kind === 'up';
    if (isUp === wasUp) return;
    wasUp = isUp;
    apply(isUp ? session.linkUp(clock.monotonic()) : session.linkDown());
  }

  link.onStatus(onStatus);
  link.onFrame((message) => apply(session.received(message, clock.monotonic())));

  return {
    link,
    session,
    quality() {
      const { goodFrames, badFrames, resyncs } = link.status().counters;
      const { duplicates, missed, late, lastRoundTripMs } = session.quality;
      const lost = Math.max(0, missed) + late;
      return { goodFrames, badFrames, resyncs, lost, duplicates, lastRoundTripMs };
    },
    onEvent: events.add,
    async command(order) {
      const command = { ...order, id: newCommandId() };
      const outcome = Promise.withResolvers<CommandOutcome>();
      encodeNodeFrame(toWire(command), 'line');
      if (waiting.has(command.id)) return { kind: 'duplicate-id' };
      waiting.set(command.id, outcome.resolve);
      apply(session.command(command, clock.monotonic()));
      return outcome.promise;
    },
    async [Symbol.asyncDispose]() {
      await link[Symbol.asyncDispose]();
      timer[Symbol.dispose]();
    },
  };
}
