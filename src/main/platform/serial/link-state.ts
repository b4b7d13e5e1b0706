import type { GarbageReason } from './codec.ts';

/** Why a link is down. */
export type DownReason =
  /** The endpoint could not be opened. */
  | { readonly code: 'open-failed'; readonly message: string }
  /** The device ended the connection, was unplugged, or its port failed. */
  | { readonly code: 'lost'; readonly message: string }
  /** No byte came for the time the device is expected to speak in. */
  | { readonly code: 'silent'; readonly message: string }
  /** The device took no bytes. */
  | { readonly code: 'write-stalled'; readonly message: string }
  /** The link was closed by the program; it will not be tried again. */
  | { readonly code: 'closed'; readonly message: string };

/** Whether bytes can flow. */
export type LinkState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'up'; readonly since: Date }
  /** `retryAt` is `null` when there will be no retry. */
  | { readonly kind: 'down'; readonly reason: DownReason; readonly retryAt: Date | null };

/** What went over a link since the program opened it; never reset by a reconnect. */
export interface LinkCounters {
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly goodFrames: number;
  /** Events of garbage by reason; a run of noise counts once a chunk. */
  readonly badFrames: Readonly<Record<GarbageReason, number>>;
  readonly discardedBytes: number;
  /** Times that a good frame was found again after bytes that were none. */
  readonly resyncs: number;
  /** Connections after the first one. */
  readonly reconnects: number;
}

/** A link as a screen shows it. */
export interface LinkStatus {
  readonly name: string;
  readonly state: LinkState;
  /** Bytes come, and none of them is a frame: the speed or the profile is likely to be wrong. */
  readonly checkBaud: boolean;
  readonly counters: LinkCounters;
}

/** {@link LinkCounters} that can be raised. */
export type MutableCounters = {
  -readonly [key in keyof LinkCounters]: key extends 'badFrames'
    ? Record<GarbageReason, number>
    : LinkCounters[key];
};

/** Counters at zero. */
export function zeroCounters(): MutableCounters {
  return {
    bytesIn: 0,
    bytesOut: 0,
    goodFrames: 0,
    badFrames: { noise: 0, 'bad-checksum': 0, 'bad-shape': 0, 'too-long': 0 },
    discardedBytes: 0,
    resyncs: 0,
    reconnects: 0,
  };
}

/** A copy that later traffic does not change. */
export function copyCounters(counters: LinkCounters): LinkCounters {
  return { ...counters, badFrames: { ...counters.badFrames } };
}
