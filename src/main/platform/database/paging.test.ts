import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterCursor,
  decodeCursor,
  encodeCursor,
  InvalidCursor,
  type SortOrder,
} from './paging.ts';
import { builder } from './transaction.ts';

interface Row {
  readonly at: string;
  readonly id: string;
}

const newest: SortOrder<Row> = [
  { column: 'm.at', property: 'at', direction: 'desc' },
  { column: 'm.id', property: 'id', direction: 'desc' },
];
const oldest: SortOrder<Row> = [
  { column: 'm.at', property: 'at', direction: 'asc' },
  { column: 'm.id', property: 'id', direction: 'asc' },
];

describe('a cursor', () => {
  it('gives back the keys it was made from', () => {
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()), (a, b) => {
        expect(decodeCursor(newest, encodeCursor(newest, [a, b]))).toEqual([a, b]);
      }),
    );
  });

  it('is refused by a list in another order', () => {
    const cursor = encodeCursor(oldest, ['2026-01-05T00:00:00.000000Z', '1']);
    expect(() => decodeCursor(newest, cursor)).toThrow(InvalidCursor);
  });

  it('is refused when made by hand, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(newest, text)).toThrow(InvalidCursor);
      }),
    );
  });

  it('that smuggles an object instead of a key is refused', () => {
    const [mark] = JSON.parse(
      Buffer.from(encodeCursor(newest, ['a', 'b']), 'base64url').toString(),
    ) as string[];
    const forged = Buffer.from(JSON.stringify([mark, 'a', { raw: 'b' }])).toString('base64url');
    expect(() => decodeCursor(newest, forged)).toThrow(InvalidCursor);
  });
});

describe('the condition after a cursor', () => {
  it('compares whole rows, with the keys as parameters', () => {
    const cursor = encodeCursor(newest, ['2026-01-05T00:00:00.000001Z', 'x']);
    const compiled = afterCursor(newest, cursor).compile(builder);
    expect(compiled.sql).toBe('("m"."at", "m"."id") < ($1, $2)');
    expect(compiled.parameters).toEqual(['2026-01-05T00:00:00.000001Z', 'x']);
  });

  it('refuses keys that go in different directions', () => {
    const mixed: SortOrder<Row> = [newest[0], oldest[1] ?? oldest[0]];
    const cursor = encodeCursor(mixed, ['a', 'b']);
    expect(() => afterCursor(mixed, cursor)).toThrow('same direction');
  });
});
