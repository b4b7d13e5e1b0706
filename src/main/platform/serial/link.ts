import type { Clock } from '#platform/clock/clock.ts';
import { backOff } from '../clock/back-off.ts';
import type { DecodeEvent, Decoder } from './codec.ts';
import { type Connection, runConnection } from './connection.ts';
import {
  copyCounters,
  type DownReason,
  type LinkState,
  type LinkStatus,
  zeroCounters,
} from './link-state.ts';
import { listeners } from './listeners.ts';
import { type Trace, traceBuffer } from './trace.ts';
import type { ByteStream, Transport } from './transport.ts';
import { LinkError } from './write-queue.ts';

/** What a link needs. */
export interface LinkOptions<TFrame> {
  readonly transport: Transport;
  readonly clock: Clock;
  /** A new decoder for each connection, so that half a frame never meets the next one's bytes. */
  readonly decoder: () => Decoder<TFrame>;
  /** Longest silence of a device that speaks by itself, in milliseconds; `null` for readers. */
  readonly silenceMs?: number | null;
  /** A frame in words, for the trace. */
  readonly describe?: (frame: TFrame) => string;
  /** A frame that is counted and passed on, and too ordinary for the trace. */
  readonly routine?: (frame: TFrame) => boolean;
  /** Randomness of the back-off, in [0, 1). */
  readonly random?: () => number;
}

/**
 * A connection to a device that comes back by itself: bytes in, frames out. Disposing closes it for
 * good and resolves when the port is free.
 */
export interface Link<TFrame> extends AsyncDisposable {
  readonly name: string;
  status(): LinkStatus;
  readonly trace: Trace;
  onFrame(listener: (frame: TFrame) => void): Disposable;
  /** Called when the state or the baud hint changed. */
  onStatus(listener: (status: LinkStatus) => void): Disposable;
  /**
   * Resolves when the operating system took the bytes. Rejects with `LinkError` at once while the
   * link is down; bytes that were rejected are never sent later. `routine` bytes are not traced.
   */
  send(bytes: Uint8Array, routine?: boolean): Promise<void>;
}

const NO_BYTES = new Uint8Array(0);
/** A connection that lived this long, in milliseconds, starts the back-off from the beginning. */
const STABLE_AFTER_MS = 5000;

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function stateText(state: LinkState): string {
  return state.kind === 'down' ? `down: ${state.reason.message}` : state.kind;
}

/** What a link keeps across its connections, and tells its listeners. */
function linkRecord<TFrame>(options: LinkOptions<TFrame>) {
  const { clock, transport } = options;
  const describe = options.describe ?? ((frame: TFrame) => JSON.stringify(frame));
  const counters = zeroCounters();
  const trace = traceBuffer();
  const frames = listeners<[TFrame]>();
  const statuses = listeners<[LinkStatus]>();
  let state: LinkState = { kind: 'opening' };
  let connection: Connection | null = null;
  let openedBefore = false;
  let inGarbage = false;

  const status = (): LinkStatus => ({
    name: transport.name,
    state,
    checkBaud: connection?.checkBaud ?? false,
    counters: copyCounters(counters),
  });

  function setState(next: LinkState, current: Connection | null): void {
    state = next;
    connection = current;
    trace.add('state', clock.now(), NO_BYTES, stateText(next));
    statuses.call(status());
  }

  function onEvent(event: DecodeEvent<TFrame>): void {
    if (event.kind === 'garbage') {
      inGarbage = true;
      counters.badFrames[event.reason] += 1;
      counters.discardedBytes += event.bytes.length;
      const detail = event.detail ? `: ${event.detail}` : '';
      trace.add('garbage', clock.now(), event.bytes, `${event.reason}${detail}`);
      return;
    }
    if (inGarbage) counters.resyncs += 1;
    inGarbage = false;
    counters.goodFrames += 1;
    if (!options.routine?.(event.frame)) {
      trace.add('frame', clock.now(), event.bytes, describe(event.frame));
    }
    frames.call(event.frame);
  }

  return {
    counters,
    trace,
    frames,
    statuses,
    status,
    setState,
    onEvent,
    onStatusChange: () => statuses.call(status()),
    countOpening(): void {
      if (openedBefore) counters.reconnects += 1;
      openedBefore = true;
    },
    get connection() {
      return connection;
    },
  };
}

/** How one attempt to connect went. */
interface Attempt {
  readonly reason: DownReason;
  /** Whether the device was there long enough, or said something good. */
  readonly worked: boolean;
  /** Resolves when a new attempt may use the port. */
  readonly freed: Promise<void>;
}

const closedByProgram = (name: string): DownReason => ({
  code: 'closed',
  message: `${name} was closed.`,
});

function openConnection<TFrame>(
  options: LinkOptions<TFrame>,
  record: ReturnType<typeof linkRecord<TFrame>>,
  stream: ByteStream,
): Connection {
  return runConnection({
    name: options.transport.name,
    clock: options.clock,
    stream,
    decoder: options.decoder(),
    silenceMs: options.silenceMs ?? null,
    onBytes: (count) => {
      record.counters.bytesIn += count;
    },
    onEvent: record.onEvent,
    onBaudHint: record.onStatusChange,
  });
}

/** Lives with one connection to its end. */
async function live<TFrame>(
  options: LinkOptions<TFrame>,
  record: ReturnType<typeof linkRecord<TFrame>>,
  stream: ByteStream,
  signal: AbortSignal,
): Promise<Attempt> {
  const { clock, transport } = options;
  const startedAt = clock.monotonic();
  const framesBefore = record.counters.goodFrames;
  const connection = openConnection(options, record, stream);
  const stop = (): void => connection.end(closedByProgram(transport.name));
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  record.setState({ kind: 'up', since: clock.now() }, connection);
  const reason = await connection.ended;
  signal.removeEventListener('abort', stop);
  const stable = clock.monotonic() - startedAt > STABLE_AFTER_MS;
  const worked = stable || record.counters.goodFrames > framesBefore;
  return { reason, worked, freed: connection.freed };
}

async function attempt<TFrame>(
  options: LinkOptions<TFrame>,
  record: ReturnType<typeof linkRecord<TFrame>>,
  signal: AbortSignal,
): Promise<Attempt> {
  record.setState({ kind: 'opening' }, null);
  let stream: ByteStream;
  try {
    stream = await options.transport.open(signal);
  } catch (error) {
    const reason: DownReason = { code: 'open-failed', message: messageOf(error) };
    return { reason, worked: false, freed: Promise.resolve() };
  }
  record.countOpening();
  return live(options, record, stream, signal);
}

/** Lets the abort of our own signal pass, and nothing else. */
const unlessAborted =
  (signal: AbortSignal) =>
  (error: unknown): void => {
    if (!signal.aborted) throw error;
  };

/** Between attempts to connect. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

async function keepConnected<TFrame>(
  options: LinkOptions<TFrame>,
  record: ReturnType<typeof linkRecord<TFrame>>,
  signal: AbortSignal,
): Promise<void> {
  const { clock, transport, random } = options;
  const pauses = backOff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, random);
  while (!signal.aborted) {
    const { reason, worked, freed } = await attempt(options, record, signal);
    if (signal.aborted) {
      await freed;
      break;
    }
    if (worked) pauses.reset();
    const wait = pauses.next();
    const retryAt = new Date(clock.now().getTime() + wait);
    record.setState({ kind: 'down', reason, retryAt }, null);
    await freed;
    await clock.sleep(wait, signal).catch(unlessAborted(signal));
  }
  const reason = closedByProgram(transport.name);
  record.setState({ kind: 'down', reason, retryAt: null }, null);
}

/** Starts a link. It opens at once and stays until it is disposed. */
export function startLink<TFrame>(options: LinkOptions<TFrame>): Link<TFrame> {
  const { transport, clock } = options;
  const record = linkRecord(options);
  const stopping = new AbortController();
  const finished = keepConnected(options, record, stopping.signal);

  async function send(bytes: Uint8Array, routine = false): Promise<void> {
    if (!record.connection) throw new LinkError(transport.name, 'link-down');
    await record.connection.send(bytes);
    record.counters.bytesOut += bytes.length;
    if (!routine) record.trace.add('sent', clock.now(), bytes, '');
  }

  return {
    name: transport.name,
    status: record.status,
    trace: record.trace,
    onFrame: record.frames.add,
    onStatus: record.statuses.add,
    send,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await finished;
    },
  };
}
