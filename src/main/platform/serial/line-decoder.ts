import type { DecodeEvent, Decoder, GarbageReason } from './codec.ts';

/** What a line turned out to be; a frame may begin after `from` bytes of noise. */
export type LineVerdict<TFrame> =
  | { readonly kind: 'frame'; readonly frame: TFrame; readonly from: number }
  | { readonly kind: 'garbage'; readonly reason: GarbageReason };

/** The rules of a protocol whose frames end with CR, LF or both. */
export interface LineRules<TFrame> {
  /** Longest line without its end, in bytes. */
  readonly maxLength: number;
  /** Judges a line that is not empty. `truncated`: its beginning was too long to be kept. */
  judge(line: Uint8Array, truncated: boolean): LineVerdict<TFrame>;
}

const CR = 0x0d;
const LF = 0x0a;

function nextBreak(chunk: Uint8Array, from: number): number {
  for (let at = from; at < chunk.length; at += 1) {
    if (chunk[at] === LF || chunk[at] === CR) return at;
  }
  return chunk.length;
}

/**
 * The last bytes of the current line. It slides instead of throwing an endless line away, because a
 * good frame may follow noise that had no line end.
 */
function lineWindow<TFrame>(maxLength: number) {
  const bytes = new Uint8Array(maxLength * 2);
  let used = 0;
  let truncated = false;

  function dropOldest(count: number, events: DecodeEvent<TFrame>[]): void {
    const reason = truncated ? 'noise' : 'too-long';
    events.push({ kind: 'garbage', reason, bytes: bytes.slice(0, count) });
    bytes.copyWithin(0, count, used);
    used -= count;
    truncated = true;
  }

  return {
    get used() {
      return used;
    },
    append(part: Uint8Array, events: DecodeEvent<TFrame>[]): void {
      for (let at = 0; at < part.length;) {
        if (used === bytes.length) dropOldest(maxLength, events);
        const piece = part.subarray(at, at + bytes.length - used);
        bytes.set(piece, used);
        used += piece.length;
        at += piece.length;
      }
    },
    /** The line as it stands, and an empty window for the next one. */
    take(events: DecodeEvent<TFrame>[]): { line: Uint8Array; truncated: boolean } {
      if (used > maxLength) dropOldest(used - maxLength, events);
      const taken = { line: bytes.slice(0, used), truncated };
      used = 0;
      truncated = false;
      return taken;
    },
  };
}

/** A decoder that judges whole lines. Empty lines are no event; line ends are part of no event. */
export function lineDecoder<TFrame>(rules: LineRules<TFrame>): Decoder<TFrame> {
  const window = lineWindow<TFrame>(rules.maxLength);

  function endLine(events: DecodeEvent<TFrame>[]): void {
    if (window.used === 0) return;
    const { line, truncated } = window.take(events);
    const verdict = rules.judge(line, truncated);
    if (verdict.kind === 'garbage') {
      events.push({ ...verdict, bytes: line });
      return;
    }
    const { frame, from } = verdict;
    if (from > 0) events.push({ kind: 'garbage', reason: 'noise', bytes: line.slice(0, from) });
    events.push({ kind: 'frame', frame, bytes: line.slice(from) });
  }

  function push(chunk: Uint8Array): DecodeEvent<TFrame>[] {
    const events: DecodeEvent<TFrame>[] = [];
    let at = 0;
    while (at < chunk.length) {
      const end = nextBreak(chunk, at);
      window.append(chunk.subarray(at, end), events);
      if (end < chunk.length) endLine(events);
      at = end + 1;
    }
    return events;
  }

  return {
    push,
    get buffered() {
      return window.used;
    },
  };
}
