import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cobsDecode, cobsEncode, cobsNodeDecoder, encodeCobsNode } from './cobs.ts';
import { fromHex } from './hex.ts';
import { encodeNodeFrame, nodeDecoder } from './node-frames.ts';
import { FrameTooLongError } from './node-line.ts';

const heartbeat = { t: 'hb', id: 'N07', seq: 42 };
const hex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0);

describe('COBS', () => {
  it('stuffs the vector', () => {
    expect(cobsEncode(hex('11002200'))).toEqual(hex('0211022201'));
    expect(cobsDecode(hex('0211022201'))).toEqual(hex('11002200'));
  });

  it('gives back any bytes, without a zero, one more in 254', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1200, max: 3 }), (bytes) => {
        const stuffed = cobsEncode(bytes);
        expect(stuffed).not.toContain(0);
        expect(stuffed.length).toBeLessThanOrEqual(
          bytes.length + 1 + Math.floor(bytes.length / 254),
        );
        expect(cobsDecode(stuffed)).toEqual(bytes);
      }),
    );
  });

  it.each([253, 254, 255, 508, 509])('gives back %i bytes without a zero', (length) => {
    const bytes = new Uint8Array(length).fill(7);
    expect(cobsDecode(cobsEncode(bytes))).toEqual(bytes);
  });

  it('does not decode a block that points beyond its end or holds a zero', () => {
    expect(cobsDecode(hex('0511'))).toBeNull();
    expect(cobsDecode(hex('03110022'))).toBeNull();
  });
});

describe('the COBS node codec', () => {
  it('reads what it writes', () => {
    expect(cobsNodeDecoder().push(encodeCobsNode(heartbeat))).toMatchObject([{ frame: heartbeat }]);
  });

  it('reports a flipped bit as a bad checksum', () => {
    const wire = encodeCobsNode(heartbeat);
    wire[5] = (wire[5] ?? 0) ^ 1;
    expect(cobsNodeDecoder().push(wire)).toMatchObject([
      { kind: 'garbage', reason: 'bad-checksum' },
    ]);
  });

  it('takes the longest payload and refuses a longer one', () => {
    const longest = { t: 'log', msg: 'x'.repeat(491) };
    expect(cobsNodeDecoder().push(encodeCobsNode(longest))).toMatchObject([{ frame: longest }]);
    expect(() => encodeCobsNode({ t: 'log', msg: 'x'.repeat(500) })).toThrow(FrameTooLongError);
  });
});

describe('the decoder of a node whose framing is not known', () => {
  it.each(['line', 'cobs'] as const)('settles for %s with the first good frame', (framing) => {
    const decoder = nodeDecoder();
    expect(decoder.framing).toBeNull();
    decoder.push(Buffer.from('rst:0x1 (POWERON_RESET)\r\n'));
    expect(decoder.push(encodeNodeFrame(heartbeat, framing))).toContainEqual(
      expect.objectContaining({ kind: 'frame', frame: heartbeat }),
    );
    expect(decoder.framing).toBe(framing);
    expect(decoder.push(encodeNodeFrame(heartbeat, framing))).toMatchObject([{ frame: heartbeat }]);
  });
});
