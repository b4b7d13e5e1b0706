import { describe, expect, it } from 'vitest';
import { traceBuffer } from './trace.ts';

const at = new Date('2026-01-05T00:00:00Z');

describe('the trace of a port', () => {
  it('keeps the last entries, oldest first, and numbers all of them', () => {
    const trace = traceBuffer(3);
    for (const byte of [1, 2, 3, 4, 5]) trace.add('garbage', at, Uint8Array.of(byte), 'noise');
    expect(trace.entries().map(({ number, raw }) => `${number} ${raw}`)).toEqual([
      '2 03',
      '3 04',
      '4 05',
    ]);
  });

  it('shows the beginning of a long run and its whole length', () => {
    const trace = traceBuffer();
    trace.add('garbage', at, new Uint8Array(5000), 'noise');
    expect(trace.entries()).toEqual([
      { number: 0, at, kind: 'garbage', raw: '00'.repeat(64), length: 5000, text: 'noise' },
    ]);
  });

  it('tells each subscriber until it leaves', () => {
    const trace = traceBuffer();
    const seen: string[] = [];
    const subscription = trace.subscribe(({ text }) => seen.push(text));
    trace.add('state', at, new Uint8Array(0), 'up');
    subscription[Symbol.dispose]();
    trace.add('state', at, new Uint8Array(0), 'down');
    expect(seen).toEqual(['up']);
  });
});
