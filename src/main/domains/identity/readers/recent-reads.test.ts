import { describe, expect, it } from 'vitest';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { silentLog } from '#platform/log/log.ts';
import type { BadgeRead } from './badge-reads.ts';
import { createRecentReads } from './recent-reads.ts';

const read = (readId: string): BadgeRead => ({
  readId,
  readerId: 'reader',
  readerName: 'Door',
  purpose: 'sign-in',
  machineId: null,
  workstation: 'desk',
  at: new Date(0),
  hex: 'DEADBEEF',
  technology: 'unknown',
});

describe('recent reads', () => {
  it('finds a read for two minutes and no longer', async () => {
    const clock = fakeClock();
    const reads = createRecentReads(clock, silentLog);
    reads.add(read('a'));
    await clock.advance(119_000);
    expect(reads.find('a')?.hex).toBe('DEADBEEF');
    await clock.advance(2_000);
    expect(reads.find('a')).toBeNull();
  });

  it('tells every subscriber, also when one of them fails', () => {
    const reads = createRecentReads(fakeClock(), silentLog);
    const seen: string[] = [];
    reads.subscribe(() => {
      throw new Error('broken');
    });
    const second = reads.subscribe(({ readId }) => seen.push(readId));
    reads.add(read('a'));
    second[Symbol.dispose]();
    reads.add(read('b'));
    expect(seen).toEqual(['a']);
  });

  it('keeps no more than 200', () => {
    const reads = createRecentReads(fakeClock(), silentLog);
    for (let number = 0; number <= 200; number += 1) reads.add(read(String(number)));
    expect(reads.find('0')).toBeNull();
    expect(reads.find('200')).not.toBeNull();
  });
});
