import { describe, expect, it } from 'vitest';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { mischievousWire } from './frame-mischief.ts';
import { seededRandom } from './seeded-random.ts';

function setUp() {
  const clock = fakeClock();
  const sent: string[] = [];
  const wire = mischievousWire(clock, (bytes) => sent.push(Buffer.from(bytes).toString()));
  const pass = (...frames: string[]): void => {
    for (const frame of frames) wire.pass(Buffer.from(frame));
  };
  return { clock, sent, wire, pass };
}

/** What is left of forty frames of which about half are dropped. */
function dropped(seed: number): string[] {
  const { sent, wire, pass } = setUp();
  wire.spoilOften({ mischief: 'drop', chance: 0.5, random: seededRandom(seed) });
  pass(...Array.from({ length: 40 }, (_, at) => String(at)));
  return sent;
}

describe('a wire that spoils frames', () => {
  it('passes good frames on, and spoils only the next one when told', () => {
    const { sent, wire, pass } = setUp();
    pass('first');
    wire.spoilNext('duplicate');
    pass('again', 'other');
    wire.spoilNext('drop');
    pass('never', 'third');
    wire.spoilNext('swap');
    pass('later', 'sooner');
    wire.spoilNext('corrupt');
    pass('wrong');
    expect(sent).toEqual(['first', 'again', 'again', 'other', 'third', 'sooner', 'later', 'wronf']);
  });

  it('spoils by chance, the same frames for the same seed', () => {
    expect(dropped(1)).toEqual(dropped(1));
    expect(dropped(1)).not.toEqual(dropped(2));
    expect(dropped(1).length).toBeGreaterThan(10);
    expect(dropped(1).length).toBeLessThan(30);
  });

  it('lets every frame come late, in order', async () => {
    const { clock, sent, wire, pass } = setUp();
    wire.slow(300);
    pass('one', 'two');
    await clock.advance(299);
    expect(sent).toEqual([]);
    await clock.advance(1);
    expect(sent).toEqual(['one', 'two']);
  });
});
