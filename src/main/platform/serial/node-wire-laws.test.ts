import * as fc from 'fast-check';
import { badge, hello } from '#test/support/node-messages.ts';
import { describe, expect, it } from 'vitest';
import { toWire } from './message-fields.ts';
import { encodeNodeFrame, nodeDecoder, type NodeFraming } from './node-frames.ts';
import { parseNodeMessage } from './node-messages.ts';
import { cableNodeRules, nodeSession } from './node-session.ts';

const mischiefs = ['none', 'duplicate', 'swap', 'drop', 'corrupt', 'cut'] as const;
type Mischief = (typeof mischiefs)[number];

/** What comes out of a bad cable into which frames were put. */
function throughBadCable(frames: readonly Uint8Array[], what: readonly Mischief[]): Uint8Array[] {
  const out: Uint8Array[] = [];
  let held: Uint8Array[] = [];
  for (const [at, frame] of frames.entries()) {
    const late = held;
    held = [];
    const mischief = what[at] ?? 'none';
    if (mischief === 'swap') held = [frame];
    if (mischief === 'corrupt') out.push(frame.with(5, (frame[5] ?? 0) ^ 4));
    // Whoever is cut off begins again on a line of its own.
    if (mischief === 'cut') out.push(frame.slice(0, frame.length / 2), Uint8Array.of(10));
    if (mischief === 'none' || mischief === 'duplicate') out.push(frame);
    if (mischief === 'duplicate') out.push(frame);
    out.push(...late);
  }
  return [...out, ...held];
}

/** Numbers of the badges that a session tells of these bytes, 1 ms a chunk. */
function told(chunks: readonly Uint8Array[]): number[] {
  const decoder = nodeDecoder();
  const session = nodeSession(cableNodeRules, 'N07');
  session.linkUp(0);
  const effects = chunks.flatMap((chunk, at) => [
    ...session.elapse(at),
    ...decoder.push(chunk).flatMap((event) => {
      const message = event.kind === 'frame' ? parseNodeMessage(event.frame) : null;
      return message?.ok ? session.received(message.value, at) : [];
    }),
  ]);
  effects.push(...session.elapse(chunks.length + cableNodeRules.holdMs));
  return effects.flatMap((effect) =>
    effect.kind === 'event' && effect.event.kind === 'message' ? [effect.event.message.seq] : [],
  );
}

const BADGES = 30;
const numbers = Array.from({ length: BADGES }, (_, at) => at + 1);
const framings = fc.constantFrom<NodeFraming>('line', 'cobs');
const deeds = (all: readonly Mischief[]) =>
  fc.array(fc.constantFrom(...all), { minLength: BADGES, maxLength: BADGES });

/** A greeting that arrives, and badges that go through a bad cable. */
function cable(framing: NodeFraming, what: readonly Mischief[]): Uint8Array[] {
  const greeting = encodeNodeFrame(toWire(hello(0)), framing);
  const frames = numbers.map((seq) => encodeNodeFrame(toWire(badge(seq, 'b1')), framing));
  return [greeting, ...throughBadCable(frames, what)];
}

describe('a node at the end of a bad cable', () => {
  it('is told once and in order, whatever becomes of its frames', () => {
    fc.assert(
      fc.property(framings, deeds(mischiefs), (framing, what) => {
        const seqs = told(cable(framing, what));
        expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
        const whole = numbers.filter((_, at) => what[at] === 'none' || what[at] === 'duplicate');
        expect(seqs).toEqual(expect.arrayContaining(framing === 'line' ? whole : []));
      }),
    );
  });

  it('is told everything that only came twice or changed places with its neighbour', () => {
    fc.assert(
      fc.property(framings, deeds(['none', 'duplicate', 'swap']), (framing, what) => {
        expect(told(cable(framing, what))).toEqual(numbers);
      }),
    );
  });

  it('is told alike however its bytes are cut', () => {
    fc.assert(
      fc.property(
        framings,
        deeds(mischiefs),
        fc.integer({ min: 1, max: 90 }),
        (framing, what, size) => {
          const whole = Buffer.concat(cable(framing, what));
          const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
            Uint8Array.from(whole.subarray(at * size, (at + 1) * size)),
          );
          expect(told(pieces)).toEqual(told([Uint8Array.from(whole)]));
        },
      ),
    );
  });
});
