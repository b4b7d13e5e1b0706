import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock/fake-clock.ts';
import { createLane } from './lane.ts';

describe('a lane', () => {
  it('lets so many in at once, and the others in their order as somebody leaves', async () => {
    const lane = createLane(2, 1_000, fakeClock());
    const leave = await lane.enter();
    await lane.enter();
    const came: string[] = [];
    async function come(name: string): Promise<() => void> {
      const out = await lane.enter();
      came.push(name);
      return out;
    }
    const first = come('first');
    const second = come('second');
    expect(came).toEqual([]);
    leave();
    (await first)();
    await second;
    expect(came).toEqual(['first', 'second']);
  });

  it('turns away whoever waited for too long, and nobody loses a place by that', async () => {
    const clock = fakeClock();
    const lane = createLane(1, 1_000, clock);
    const leave = await lane.enter();
    const late = lane.enter().catch((error: unknown) => error);
    await clock.advance(1_000);
    expect(await late).toMatchObject({ message: expect.stringContaining('timeout exceeded') });
    leave();
    (await lane.enter())();
  });

  it('sends away whoever waits once nobody gets on, and lets others in again afterwards', async () => {
    const lane = createLane(1, 1_000, fakeClock());
    const leave = await lane.enter();
    const waiting = lane.enter().catch((error: unknown) => error);
    lane.turnAway(new Error('the server is away'));
    expect(await waiting).toMatchObject({ message: 'the server is away' });
    leave();
    (await lane.enter())();
  });
});
