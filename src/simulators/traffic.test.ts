import { describe, expect, it } from 'vitest';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import type { SiteDevice, SiteSimulator } from './site-simulator.ts';
import { startTraffic } from './traffic.ts';

/** A reader that only remembers who was there. */
function reader(taps: string[]): SiteDevice {
  return {
    device: { kind: 'reader', tap: (badge: string) => taps.push(badge) },
  } as unknown as SiteDevice;
}

function siteOf(...devices: SiteDevice[]): SiteSimulator {
  return {
    devices: new Map(devices.map((device, at) => [String(at), device])),
    problems: [],
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

describe('traffic', () => {
  it('lets each person leave the machine they came to before they come again', async () => {
    const clock = fakeClock();
    const taps: string[] = [];
    using _people = startTraffic(siteOf(reader(taps)), clock, {
      people: [
        { badge: 'AA', at: ['0'] },
        { badge: 'BB', at: ['0'] },
      ],
      paceMs: 1000,
    });
    await clock.advance(200_000);
    expect(taps.length).toBeGreaterThan(50);
    for (const badge of ['AA', 'BB']) {
      expect(taps.filter((tap) => tap === badge).length).toBeGreaterThan(5);
    }
  });

  it('is quiet once it is over', async () => {
    const clock = fakeClock();
    const taps: string[] = [];
    startTraffic(siteOf(reader(taps)), clock, {
      people: [{ badge: 'AA', at: ['0'] }],
      paceMs: 1000,
    })[Symbol.dispose]();
    await clock.advance(60_000);
    expect(taps).toEqual([]);
  });
});
