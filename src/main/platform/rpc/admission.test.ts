import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { createAdmission, tokenBucket } from './admission.ts';
import { openConnection } from './connection.ts';

const peer = { transport: 'web', address: '::1', userAgent: '', workstation: '' } as const;
const connect = () => openConnection(peer, () => undefined).connection;
const limits = { calls: 2, streams: 1, callsPerSecond: 1000, burst: 1000 };

describe('a token bucket', () => {
  it('lets a burst pass and then names the time after which the next may', async () => {
    const clock = fakeClock();
    const bucket = tokenBucket(clock, 10, 3);
    expect([1, 2, 3].map(() => bucket.take().allowed)).toEqual([true, true, true]);
    expect(bucket.take()).toEqual({ allowed: false, retryAfterMs: 100 });
    await clock.advance(100);
    expect(bucket.take().allowed).toBe(true);
  });

  it('holds its promise of when the next may pass, at any rate', () => {
    assert(
      property(integer({ min: 1, max: 500 }), integer({ min: 1, max: 50 }), (perSecond, burst) => {
        const clock = fakeClock();
        const bucket = tokenBucket(clock, perSecond, burst);
        for (let i = 0; i < burst; i += 1) expect(bucket.take().allowed).toBe(true);
        const refusal = bucket.take();
        void clock.advance(refusal.allowed ? 0 : refusal.retryAfterMs);
        expect([refusal.allowed, bucket.take().allowed]).toEqual([false, true]);
      }),
    );
  });
});

describe('admission', () => {
  it('counts each connection for itself and frees seats', () => {
    const admission = createAdmission(fakeClock(), limits);
    const one = connect();
    const seat = admission.enter(one);
    admission.enter(one);
    expect(() => admission.enter(one)).toThrow('Too Many Requests');
    admission.enter(connect());
    seat[Symbol.dispose]();
    seat[Symbol.dispose]();
    admission.enter(one);
    expect(() => admission.enter(one)).toThrow('Too Many Requests');
  });

  it('counts a stream apart from calls', () => {
    const admission = createAdmission(fakeClock(), limits);
    const connection = connect();
    const stream = admission.enter(connection);
    stream.becomeStream();
    admission.enter(connection);
    expect(() => admission.enter(connection).becomeStream()).toThrow('Too Many Requests');
    stream[Symbol.dispose]();
  });
});
