import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock/fake-clock.ts';
import { silentLog } from '../log/log.ts';
import { createAvailability } from './availability.ts';

const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
const full = Object.assign(new Error('no space'), { code: '53100' });

function watch(answers: () => Error | null) {
  const clock = fakeClock();
  const probedAt: number[] = [];
  const availability = createAvailability(clock, silentLog, async () => {
    probedAt.push(clock.monotonic());
    const failure = answers();
    if (failure) throw failure;
  });
  const seen: string[] = [];
  availability.onState(({ kind }) => seen.push(kind));
  return { clock, availability, probedAt, seen };
}

describe('the watch over the database', () => {
  it('looks at growing pauses, at most ten seconds apart, until it answers', async () => {
    let away = true;
    const { clock, availability, probedAt, seen } = watch(() => (away ? refused : null));
    availability.failed(refused);
    await clock.advance(120_000);
    const pauses = probedAt.map((at, index) => at - (probedAt[index - 1] ?? 0));
    expect(pauses.slice(0, 4)).toEqual([100, 200, 400, 800]);
    expect(Math.max(...pauses)).toBe(10_000);
    away = false;
    await clock.advance(10_000);
    expect(seen).toEqual(['reconnecting', 'online']);
    const probes = probedAt.length;
    await clock.advance(60_000);
    expect(probedAt).toHaveLength(probes);
  });

  it('tells a full disk from a lost connection, and each once', async () => {
    let answer: Error | null = full;
    const { clock, availability, seen } = watch(() => answer);
    availability.failed(full);
    availability.failed(full);
    await clock.advance(1_000);
    answer = refused;
    await clock.advance(10_000);
    answer = null;
    await clock.advance(20_000);
    expect(seen).toEqual(['read-only', 'reconnecting', 'online']);
  });

  it('is not moved by failures that say nothing of the server', () => {
    const { availability, seen } = watch(() => null);
    availability.failed(Object.assign(new Error('duplicate'), { code: '23505' }));
    availability.failed(new Error('a bug'));
    expect(seen).toEqual([]);
    expect(availability.state).toEqual({ kind: 'online' });
  });

  it('takes a call that got through for an answer', () => {
    const { availability, seen } = watch(() => refused);
    availability.failed(refused);
    availability.reached();
    expect(seen).toEqual(['reconnecting', 'online']);
  });

  it('but not for room on a full disk', () => {
    const { availability } = watch(() => full);
    availability.failed(full);
    availability.reached();
    expect(availability.state.kind).toBe('read-only');
  });

  it('is silent after it is disposed', async () => {
    const { clock, availability, probedAt, seen } = watch(() => refused);
    availability.failed(refused);
    availability[Symbol.dispose]();
    await clock.advance(60_000);
    expect(probedAt).toEqual([]);
    expect(seen).toEqual(['reconnecting']);
  });
});
