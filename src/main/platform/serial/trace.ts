import { toHex } from './hex.ts';

/** One thing that happened on a port, as the “what this port says” view shows it. */
export interface TraceEntry {
  /** Counts up by one for each entry of a port since it was opened. */
  readonly number: number;
  readonly at: Date;
  readonly kind: 'frame' | 'garbage' | 'sent' | 'state';
  /** The first bytes in hexadecimal; empty for a change of state. */
  readonly raw: string;
  /** Length of all bytes, of which `raw` may show only the first. */
  readonly length: number;
  /** What the bytes mean, why they mean nothing, or the new state. */
  readonly text: string;
}

/** The last entries of a port. Kept in memory only: raw bytes hold badge numbers in clear. */
export interface Trace {
  /** Oldest first. */
  entries(): readonly TraceEntry[];
  /** Called for each new entry until disposed. */
  subscribe(listener: (entry: TraceEntry) => void): Disposable;
}

/** A trace and the right to write it. */
export interface TraceWriter extends Trace {
  add(kind: TraceEntry['kind'], at: Date, bytes: Uint8Array, text: string): void;
}

const SHOWN_BYTES = 64;

/** A trace of the last `capacity` entries. */
export function traceBuffer(capacity = 200): TraceWriter {
  const ring: TraceEntry[] = [];
  const listeners = new Set<(entry: TraceEntry) => void>();
  let number = 0;
  return {
    add(kind, at, bytes, text) {
      const raw = toHex(bytes.subarray(0, SHOWN_BYTES));
      const entry: TraceEntry = { number, at, kind, raw, length: bytes.length, text };
      ring[number % capacity] = entry;
      number += 1;
      for (const listener of listeners) listener(entry);
    },
    entries() {
      const oldest = number % capacity;
      return ring.length < capacity ? [...ring] : [...ring.slice(oldest), ...ring.slice(0, oldest)];
    },
    subscribe(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}
