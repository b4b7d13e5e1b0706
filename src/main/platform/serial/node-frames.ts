import { cobsNodeDecoder, encodeCobsNode } from './cobs.ts';
import type { DecodeEvent, Decoder } from './codec.ts';
import { encodeNodeLine, type JsonObject, nodeLineDecoder } from './node-line.ts';

/** How a node wraps its messages: a line of JSON with a CRC-16, or COBS with a CRC-32. */
export type NodeFraming = 'line' | 'cobs';

/** A decoder that takes both framings, and remembers which one the node uses. */
export interface NodeDecoder extends Decoder<JsonObject> {
  /** `null` until the first good frame. */
  readonly framing: NodeFraming | null;
}

const hasFrame = (events: DecodeEvent<JsonObject>[]): boolean =>
  events.some((event) => event.kind === 'frame');

/**
 * A decoder for a node whose framing is not known. Both decoders listen until one finds a frame,
 * which its CRC makes certain; from then on the other one is not asked. Until then garbage is
 * reported as the line decoder sees it, because that is what boot messages are made of.
 */
export function nodeDecoder(): NodeDecoder {
  const line = nodeLineDecoder();
  const cobs = cobsNodeDecoder();
  let framing: NodeFraming | null = null;

  function pushUndecided(chunk: Uint8Array): DecodeEvent<JsonObject>[] {
    const asLine = line.push(chunk);
    const asCobs = cobs.push(chunk);
    if (hasFrame(asLine)) framing = 'line';
    else if (hasFrame(asCobs)) framing = 'cobs';
    return framing === 'cobs' ? asCobs : asLine;
  }

  return {
    push(chunk) {
      if (framing === null) return pushUndecided(chunk);
      return (framing === 'line' ? line : cobs).push(chunk);
    },
    get framing() {
      return framing;
    },
    get buffered() {
      if (framing === null) return line.buffered + cobs.buffered;
      return framing === 'line' ? line.buffered : cobs.buffered;
    },
  };
}

/** The bytes of a message in a framing. Throws `FrameTooLongError`. */
export function encodeNodeFrame(message: JsonObject, framing: NodeFraming): Uint8Array {
  return framing === 'line' ? encodeNodeLine(message) : encodeCobsNode(message);
}
