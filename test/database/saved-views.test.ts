import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  clearStart,
  deleteView,
  findView,
  insertView,
  listViews,
  updateView,
} from '#domains/operations/views/saved-views.queries.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import { personWith } from '#test/support/test-people.ts';

let db: TestDatabase;
let [kim, lee] = ['', ''];

beforeAll(async () => {
  db = await createTestDatabase();
  kim = (await personWith(db, [])).userId;
  lee = (await personWith(db, [])).userId;
});
afterAll(() => db[Symbol.asyncDispose]());

const screen = 'shopfloor.log';
const view = (name: string, over: { isShared?: boolean; isStart?: boolean } = {}) => ({
  name,
  isShared: false,
  isStart: false,
  state: { params: { event: 'node-lost' }, tables: {} },
  ...over,
});
const as = <T>(userId: string, work: (tx: Tx) => Promise<T>) =>
  db.database.asUser({ userId }, work);
const namesOf = (userId: string) =>
  as(userId, async (tx) => (await listViews(tx, screen)).map(({ name, own }) => [name, own]));

describe('saved views', () => {
  it('are seen by their owner, and by others once they are shared', async () => {
    const id = await as(kim, (tx) => insertView(tx, kim, screen, view('Lost nodes')));
    expect(await namesOf(kim)).toEqual([['Lost nodes', true]]);
    expect(await namesOf(lee)).toEqual([]);
    await as(kim, (tx) => updateView(tx, id, 1, view('Lost nodes', { isShared: true })));
    expect(await namesOf(lee)).toEqual([['Lost nodes', false]]);
    expect((await as(lee, (tx) => findView(tx, id)))?.state.params).toEqual({ event: 'node-lost' });
  });

  it('are changed and taken away by their owner alone', async () => {
    const shared = view('Refusals', { isShared: true });
    const id = await as(kim, (tx) => insertView(tx, kim, screen, shared));
    expect(await as(lee, (tx) => updateView(tx, id, 1, view('Mine now')))).toBe(false);
    await as(lee, (tx) => deleteView(tx, id));
    expect((await as(kim, (tx) => findView(tx, id)))?.name).toBe('Refusals');
    await as(kim, (tx) => deleteView(tx, id));
    expect(await as(kim, (tx) => findView(tx, id))).toBeUndefined();
  });

  it('have one name and one start for each person and screen', async () => {
    await as(kim, (tx) => insertView(tx, kim, screen, view('Night', { isStart: true })));
    const again = as(kim, (tx) => insertView(tx, kim, screen, view('night')));
    const refused: unknown = await again.catch((error: unknown) => error);
    expect(violates(refused, 'saved_views_name_key')).toBe(true);
    await as(kim, async (tx) => {
      await clearStart(tx, kim, screen, null);
      await insertView(tx, kim, screen, view('Day', { isStart: true }));
    });
    const starts = await as(kim, async (tx) =>
      (await listViews(tx, screen)).filter(({ isStart }) => isStart).map(({ name }) => name),
    );
    expect(starts).toEqual(['Day']);
  });
});
