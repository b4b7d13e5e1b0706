import { describe, expect, it } from 'vitest';
import { keptLines, linesThatFit, traceText, withEntry } from './trace-lines.ts';
import type { TraceEntry, TraceLine } from './trace-lines.ts';

const entry: TraceEntry = {
  at: '2026-11-20T11:00:00.000000+09:00',
  kind: 'frame',
  raw: '02 30 41',
  decoded: 'EM4100 ···11C2',
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

describe('linesThatFit', () => {
  it('takes kind and text together', () => {
    const lines = withEntry(filled(2), { ...entry, kind: 'sent', raw: '05 00', decoded: '' });
    expect(linesThatFit(lines, null, 'em4100')).toHaveLength(2);
    expect(linesThatFit(lines, 'sent', '')).toHaveLength(1);
    expect(linesThatFit(lines, 'sent', 'em4100')).toEqual([]);
  });
});
