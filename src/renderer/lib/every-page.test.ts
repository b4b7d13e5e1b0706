import { describe, expect, it } from 'vitest';
import { eachPage, everyPage } from './every-page.ts';

/** A list of `count` numbers in pages of two; the cursor is where the next page begins. */
const listOf = (count: number) => (cursor: string | undefined) => {
  const from = Number(cursor ?? 0);
  const rows = Array.from({ length: Math.min(2, count - from) }, (_, at) => from + at);
  return Promise.resolve({ rows, nextCursor: from + 2 < count ? String(from + 2) : null });
};

describe('a list in pages', () => {
  it('comes whole and in order', async () => {
    expect(await everyPage(listOf(5))).toEqual([0, 1, 2, 3, 4]);
    expect(await everyPage(listOf(0))).toEqual([]);
  });

  it('is not asked for further than the limit', async () => {
    const pages: (readonly number[])[] = [];
    for await (const page of eachPage(listOf(100), 4)) pages.push(page);
    expect(pages).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});
