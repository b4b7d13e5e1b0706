import { array, assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

const body = (...row: Parameters<typeof toCsv>[0]) => toCsv(['h'], [row]).split('\r\n')[1];

function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const [, quoted, plain, end] of text.slice(1).matchAll(pattern)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

describe('toCsv', () => {
  it('starts with a byte order mark and ends each line with CRLF', () => {
    expect(toCsv(['상태', '値'], [['a', 1]])).toBe('\uFEFF상태,値\r\na,1\r\n');
  });

  it('quotes commas, quotes and line breaks', () => {
    expect(toCsv(['h'], [['a,"b"\nc']])).toContain('"a,""b""\nc"');
  });

  it.each(['=1+1', '+1', '-1', '@sum', '\tx'])('makes %j harmless in a spreadsheet', (text) => {
    expect(body(text)).toBe(`'${text}`);
  });

  it('makes a leading carriage return harmless', () => {
    expect(toCsv(['h'], [['\rx']])).toContain('"\'\rx"');
  });

  it('leaves negative numbers numbers', () => {
    expect(toCsv(['h'], [[-1.5]])).toContain('\r\n-1.5\r\n');
  });

  it('can be read back whatever the text holds', () => {
    assert(
      property(
        array(array(string({ unit: 'binary' }), { minLength: 2, maxLength: 4 }), {
          minLength: 1,
        }),
        (rows) => {
          const read = parse(toCsv(['h'], rows)).slice(1);
          expect(read).toEqual(rows.map((row) => row.map(harmless)));
        },
      ),
    );
  });
});
