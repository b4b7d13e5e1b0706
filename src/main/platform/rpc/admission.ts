import { ORPCError } from '@orpc/server';
import type { Clock } from '#platform/clock/clock.ts';
import type { Connection } from './context.ts';

/** What one connection may have going at once and ask for per second. */
export interface ConnectionLimits {
  readonly calls: number;
  readonly streams: number;
  readonly callsPerSecond: number;
  /** Calls that may come at once after a quiet time. */
  readonly burst: number;
}

/** Far above what a console with every screen open needs. */
export const defaultLimits: ConnectionLimits = {
  calls: 64,
  streams: 128,
  callsPerSecond: 200,
  burst: 400,
};

/** Answers whether one more may pass now, and otherwise after how many milliseconds. */
export interface Bucket {
  take(): { readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number };
}

/** A token bucket that refills at `perSecond` up to `burst`. */
export function tokenBucket(clock: Clock, perSecond: number, burst: number): Bucket {
  let tokens = burst;
  let filledAt = clock.monotonic();
  return {
    take() {
      const now = clock.monotonic();
      tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond);
      filledAt = now;
      if (tokens < 1) {
        return { allowed: false, retryAfterMs: Math.ceil(((1 - tokens) / perSecond) * 1000) };
      }
      tokens -= 1;
      return { allowed: true };
    },
  };
}

/** A call's place among those of its connection. */
interface Seat extends Disposable {
  /** The call answered a stream: it counts as one from now on. Throws `TOO_MANY_REQUESTS`. */
  becomeStream(): void;
}

/** Counts what every connection has going. */
export interface Admission {
  /** Takes a seat until it is disposed. Throws `TOO_MANY_REQUESTS`. */
  enter(connection: Connection): Seat;
}

interface Use {
  calls: number;
  streams: number;
  readonly bucket: Bucket;
}

/** Keeps each connection within `limits`. */
export function createAdmission(clock: Clock, limits: ConnectionLimits): Admission {
  const uses = new WeakMap<Connection, Use>();

  function useOf(connection: Connection): Use {
    const known = uses.get(connection);
    if (known) return known;
    const bucket = tokenBucket(clock, limits.callsPerSecond, limits.burst);
    const use = { calls: 0, streams: 0, bucket };
    uses.set(connection, use);
    return use;
  }

  return {
    enter(connection) {
      const use = useOf(connection);
      const turn = use.bucket.take();
      if (!turn.allowed) throw tooMany(turn.retryAfterMs);
      if (use.calls >= limits.calls) throw tooMany(1000);
      return seatIn(use, limits);
    },
  };
}

function seatIn(use: Use, limits: ConnectionLimits): Seat {
  let held: 'calls' | 'streams' | null = 'calls';
  use.calls += 1;
  return {
    becomeStream() {
      if (use.streams >= limits.streams) throw tooMany(1000);
      use.calls -= 1;
      use.streams += 1;
      held = 'streams';
    },
    [Symbol.dispose]() {
      if (held) use[held] -= 1;
      held = null;
    },
  };
}

function tooMany(retryAfterMs: number) {
  return new ORPCError('TOO_MANY_REQUESTS', { status: 429, data: { retryAfterMs } });
}
