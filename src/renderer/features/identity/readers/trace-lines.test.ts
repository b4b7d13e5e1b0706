import { describe, expect, it } from 'vitest';
import type { ReaderTraceEntry } from '#contract/identity/readers.ts';
import { keptLines, traceText, withEntry } from './trace-lines.ts';
import type { TraceLine } from './trace-lines.ts';

const entry: ReaderTraceEntry = {
  at: '2026-11-20T11:00:00.000000+09:00',
  kind: 'frame',
  hex: '02 30 41',
  decoded: 'EM4100 ···11C2',
  bytes: 14,
  frames: 1,
  badFrames: 0,
  checkBaud: false,
};

const filled = (count: number): readonly TraceLine[] =>
  Array.from({ length: count }).reduce<readonly TraceLine[]>(
    (lines) => withEntry(lines, entry),
    [],
  );

describe('withEntry', () => {
  it('forgets the oldest line once it holds as many as it keeps', () => {
    const lines = filled(keptLines + 3);
    expect(lines).toHaveLength(keptLines);
    expect(lines[0]?.number).toBe(4);
  });

  it('gives equal lines different numbers', () => {
    const lines = filled(keptLines + 3);
    expect(new Set(lines.map(({ number }) => number)).size).toBe(keptLines);
  });
});

describe('traceText', () => {
  it('writes a line for each entry with its bytes and their meaning', () => {
    expect(traceText(filled(1))).toBe(`${entry.at}\tframe\t02 30 41\tEM4100 ···11C2`);
  });
});
