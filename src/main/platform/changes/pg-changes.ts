import { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import type { OpenClient } from '../database/client.ts';
import type { Log } from '../log/log.ts';
import { backOff } from '../clock/back-off.ts';
import { closing } from '../database/closing.ts';
import { ChangeBuffer } from './change-buffer.ts';
import type { Change, ChangeBatch, Changes } from './changes.ts';

/** What the listener is built from. */
export interface PgChangesOptions {
  /** Opens a connection of the listener's own; called again after each loss. */
  readonly connect: () => Promise<OpenClient>;
  readonly clock: Clock;
  readonly log: Log;
}

const CHANNEL = 'changes';
/** A silent connection is asked for a sign of life: a cut cable tells nobody. */
const PROBE_MS = 10_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

const payloadSchema = z.object({ topic: z.string(), ids: z.array(z.string()).nullable() });

function parsePayload(payload: string | undefined): Change | null {
  try {
    return payloadSchema.parse(JSON.parse(payload ?? ''));
  } catch {
    return null;
  }
}

/**
 * Listens on channel `changes` over one connection and fans out to every reader of the process. A
 * lost connection is made again; every reader then gets a gap.
 */
export function pgChanges({ connect, clock, log }: PgChangesOptions): Changes {
  const readers = new Set<ChangeBuffer>();
  const stopping = new AbortController();
  const pauses = backOff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);

  function dispatch(payload: string | undefined): void {
    const change = parsePayload(payload);
    if (change) for (const reader of readers) reader.add(change);
    else log.warn('A notification could not be read; readers load afresh.', { channel: CHANNEL });
    if (!change) for (const reader of readers) reader.addGap();
  }

  /** Listens until the connection ends; answers why it did. */
  async function listen(): Promise<Error | null> {
    const connection = await connect();
    await using open = new AsyncDisposableStack();
    open.use(closing(connection, clock));
    const { client, ended } = connection;
    client.on('notification', ({ payload }) => dispatch(payload));
    await client.query(`listen ${CHANNEL}`);
    pauses.reset();
    for (const reader of readers) reader.addGap();
    const lost = Promise.withResolvers<Error | null>();
    open.use(clock.every(PROBE_MS, () => void client.query('select 1').catch(lost.resolve)));
    stopping.signal.addEventListener('abort', () => lost.resolve(null), { once: true });
    // Told to stop while connecting: the event is over and would never come.
    if (stopping.signal.aborted) return null;
    return await Promise.race([ended, lost.promise]);
  }

  async function keepListening(): Promise<void> {
    while (!stopping.signal.aborted) {
      const failure = await listen().catch((error: unknown) => error);
      if (stopping.signal.aborted) return;
      log.warn('The listening connection was lost; connecting again.', { failure });
      await clock.sleep(pauses.next(), stopping.signal).catch(() => undefined);
    }
  }

  const running = keepListening();

  async function* read(buffer: ChangeBuffer, signal: AbortSignal): AsyncGenerator<ChangeBatch> {
    try {
      for (;;) {
        await buffer.wait(signal);
        if (signal.aborted) return;
        const batch = buffer.take();
        if (batch) yield batch;
      }
    } finally {
      readers.delete(buffer);
    }
  }

  return {
    watch(topics, signal) {
      const buffer = new ChangeBuffer(topics);
      const ending = AbortSignal.any([signal, stopping.signal]);
      if (!ending.aborted) readers.add(buffer);
      ending.addEventListener('abort', () => readers.delete(buffer), { once: true });
      return read(buffer, ending);
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}
