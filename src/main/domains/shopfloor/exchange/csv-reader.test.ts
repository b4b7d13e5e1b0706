import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from './csv-reader.ts';

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const cellsOf = (text: string): (readonly string[])[] => {
  const read = readCsv(text);
  return read.kind === 'records' ? read.records.map(({ cells }) => cells) : [];
};

describe('a CSV file', () => {
  it('is read with its lines, whatever is in quotes', () => {
    expect(readCsv('\uFEFFa,b\r\n"x, ""y""\nz",2\r\n\r\n3,4')).toEqual({
      kind: 'records',
      records: [
        { line: 1, cells: ['a', 'b'] },
        { line: 2, cells: ['x, "y"\nz', '2'] },
        { line: 5, cells: ['3', '4'] },
      ],
    });
  });

  it.each(['a;b\n1;"2,5"', 'a\tb\n1\t2,5'])('may be separated otherwise (%j)', (text) => {
    expect(cellsOf(text)).toEqual([
      ['a', 'b'],
      ['1', '2,5'],
    ]);
  });

  it('gives back what was written against formulas', () => {
    expect(cellsOf("a,b\n'=1+1,'tis")).toEqual([
      ['a', 'b'],
      ['=1+1', "'tis"],
    ]);
  });

  it('says where a quote never ends', () => {
    expect(readCsv('a,b\n1,"2\n3,4\n')).toEqual({ kind: 'unreadable', line: 2 });
  });

  it('gives back any table that was written in quotes', () => {
    const cell = fc.string().filter((text) => !/^'?[=+\-@\t\r]/u.test(text));
    const row = fc.tuple(cell, cell, fc.constant('end'));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const text = [['a', 'b', 'c'], ...rows].map((cells) => cells.map(quoted).join(','));
        expect(cellsOf(text.join('\n')).slice(1)).toEqual(rows);
      }),
    );
  });
});
