import { array, assert, asyncProperty, jsonValue, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_SEPARATOR } from '#contract/wire.ts';
import { frameBatch, isGenuine } from './wire.ts';

describe('a message', () => {
  it('of our own client is genuine, whatever its input', () => {
    assert(
      property(string({ minLength: 1, maxLength: 32 }), jsonValue(), (i, json) => {
        expect(isGenuine(JSON.stringify({ i, p: { u: '/a/b', b: { json } } }))).toBe(true);
        expect(isGenuine(JSON.stringify({ i, t: 4 }))).toBe(true);
      }),
    );
  });

  it('of any other form is not, and never makes the check fail', () => {
    assert(
      property(string(), (text) => {
        expect(isGenuine(text)).toBe(false);
      }),
    );
    assert(
      property(jsonValue(), (value) => {
        expect(isGenuine(JSON.stringify(value))).toBe(false);
      }),
    );
  });
});

describe('a batch', () => {
  it('keeps every message in order, one frame per turn', async () => {
    await assert(
      asyncProperty(array(array(jsonValue(), { minLength: 1 })), async (turns) => {
        const frames: string[] = [];
        const batch = frameBatch((frame) => frames.push(frame));
        const texts = turns.map((values) => values.map((value) => JSON.stringify(value)));
        for (const turn of texts) {
          for (const text of turn) void batch.add(text);
          await new Promise((resolve) => setImmediate(resolve));
        }
        expect(frames.map((frame) => frame.split(FRAME_SEPARATOR))).toEqual(texts);
      }),
    );
  });

  it('makes a source that never waits wait for the next turn', async () => {
    let turns = 0;
    const batch = frameBatch(() => {
      turns += 1;
    });
    for (let i = 0; i < 100; i += 1) await batch.add('x'.repeat(10_000));
    expect(turns).toBeGreaterThan(10);
  });
});
