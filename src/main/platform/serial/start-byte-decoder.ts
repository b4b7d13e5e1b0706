import type { DecodeEvent, Decoder, GarbageReason } from './codec.ts';

/** What stands at a place where a frame may begin. */
export type Candidate<TFrame> =
  | { readonly kind: 'frame'; readonly frame: TFrame; readonly length: number }
  | { readonly kind: 'incomplete' }
  /** Nothing that even looks like the beginning of a frame. */
  | { readonly kind: 'none' }
  | { readonly kind: 'bad'; readonly reason: GarbageReason };

/** The rules of a protocol whose frames are found by their beginning. */
export interface FrameShape<TFrame> {
  /** The byte every frame begins with; `null` where it may be any. */
  readonly startByte: number | null;
  /**
   * Judges the bytes from `at` on. Answers `incomplete` only while they may still become a frame,
   * which bounds what the decoder keeps to the longest frame.
   */
  match(input: Uint8Array, at: number): Candidate<TFrame>;
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  if (head.length === 0) return tail;
  const both = new Uint8Array(head.length + tail.length);
  both.set(head);
  both.set(tail, head.length);
  return both;
}

/** Garbage between frames, collected into runs so that noise is one event and not thousands. */
function garbageRun<TFrame>(input: Uint8Array, events: DecodeEvent<TFrame>[]) {
  let from = 0;
  let reason: GarbageReason = 'noise';
  return {
    /** Reports the run that ends before `at`; the next one begins at `next` with `nextReason`. */
    end(at: number, next: number, nextReason: GarbageReason): void {
      if (at > from) events.push({ kind: 'garbage', reason, bytes: input.slice(from, at) });
      from = next;
      reason = nextReason;
    },
  };
}

/**
 * A decoder that looks for a frame at every start byte. A candidate that fails costs only its first
 * byte: the search goes on at the byte after it, because the true frame may begin inside.
 */
export function startByteDecoder<TFrame>(shape: FrameShape<TFrame>): Decoder<TFrame> {
  let pending: Uint8Array = new Uint8Array(0);

  function push(chunk: Uint8Array): DecodeEvent<TFrame>[] {
    const input = joined(pending, chunk);
    const events: DecodeEvent<TFrame>[] = [];
    const garbage = garbageRun(input, events);
    let at = 0;
    while (at < input.length) {
      const begins = shape.startByte === null || input[at] === shape.startByte;
      const found: Candidate<TFrame> = begins ? shape.match(input, at) : { kind: 'none' };
      if (found.kind === 'incomplete') break;
      if (found.kind === 'none') {
        at += 1;
        continue;
      }
      if (found.kind === 'bad') {
        garbage.end(at, at, found.reason);
        at += 1;
        continue;
      }
      const end = at + found.length;
      garbage.end(at, end, 'noise');
      events.push({ kind: 'frame', frame: found.frame, bytes: input.slice(at, end) });
      at = end;
    }
    garbage.end(at, at, 'noise');
    pending = input.slice(at);
    return events;
  }

  return {
    push,
    get buffered() {
      return pending.length;
    },
  };
}
