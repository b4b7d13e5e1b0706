import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ChangeBatch } from '#platform/changes/changes.ts';
import { liveRows } from '#platform/changes/live-rows.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { silentLog } from '#platform/log/log.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';

const listener = (db: TestDatabase) =>
  pgChanges({
    connect: () => openClient(db.target, 'test-changes'),
    clock: systemClock,
    log: silentLog,
  });

const notify = (db: TestDatabase, topic: string, ids: readonly string[] | null) =>
  db.admin.query("select pg_notify('changes', $1)", [JSON.stringify({ topic, ids })]);

/** Takes batches until `enough` says so. */
async function collect(
  batches: AsyncIterator<ChangeBatch>,
  enough: (seen: ChangeBatch[]) => boolean,
): Promise<ChangeBatch[]> {
  const seen: ChangeBatch[] = [];
  while (!enough(seen)) {
    const { value, done } = await batches.next();
    if (done) return seen;
    seen.push(value);
  }
  return seen;
}

const keysOf = (batches: ChangeBatch[]): string[] =>
  batches.flatMap((batch) =>
    batch.kind === 'changes' ? batch.changes.flatMap(({ ids }) => ids ?? []) : [],
  );

describe('pgChanges', () => {
  it('stops although it is told to while it connects', async () => {
    await using db = await createTestDatabase();
    const stopping = listener(db)[Symbol.asyncDispose]();
    await expect(stopping).resolves.toBeUndefined();
  });

  it('tells readers of committed changes of their topics, beginning with a gap', async () => {
    await using db = await createTestDatabase();
    await using changes = listener(db);
    const ending = new AbortController();
    const batches = changes.watch(['a.b'], ending.signal)[Symbol.asyncIterator]();
    expect(await collect(batches, (seen) => seen.length === 1)).toEqual([{ kind: 'gap' }]);
    await db.admin.query('begin');
    await notify(db, 'x.y', ['other']);
    await notify(db, 'a.b', ['1', '2']);
    await db.admin.query('commit');
    const seen = await collect(batches, (all) => all.length === 1);
    expect(seen).toEqual([{ kind: 'changes', changes: [{ topic: 'a.b', ids: ['1', '2'] }] }]);
    ending.abort();
    expect(await batches.next()).toEqual({ done: true, value: undefined });
  });

  it('comes back by itself and reports a gap when its connection is killed', async () => {
    await using db = await createTestDatabase();
    await using changes = listener(db);
    const batches = changes.watch(['a.b'], new AbortController().signal)[Symbol.asyncIterator]();
    await collect(batches, (seen) => seen.length === 1);
    await db.admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'signalbox test-changes' and datname = current_database()",
    );
    expect(await collect(batches, (seen) => seen.length === 1)).toEqual([{ kind: 'gap' }]);
    await notify(db, 'a.b', ['after']);
    expect(keysOf(await collect(batches, (all) => all.length === 1))).toEqual(['after']);
  });

  it('gives a reader that was busy one batch with each key once', async () => {
    await using db = await createTestDatabase();
    await using changes = listener(db);
    const batches = changes.watch(['a.b'], new AbortController().signal)[Symbol.asyncIterator]();
    await collect(batches, (seen) => seen.length === 1);
    for (let n = 0; n < 300; n += 1) await notify(db, 'a.b', [`${n % 10}`]);
    const sentinel = changes.watch(['end'], new AbortController().signal)[Symbol.asyncIterator]();
    await notify(db, 'end', ['1']);
    await collect(sentinel, (seen) => seen.length === 1);
    const [batch] = await collect(batches, (seen) => seen.length === 1);
    expect(keysOf(batch ? [batch] : [])).toHaveLength(10);
  });

  it('ends every reader when it is closed', async () => {
    await using db = await createTestDatabase();
    const changes = listener(db);
    const batches = changes.watch(['a.b'], new AbortController().signal)[Symbol.asyncIterator]();
    await collect(batches, (seen) => seen.length === 1);
    const waiting = batches.next();
    await changes[Symbol.asyncDispose]();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});

describe('liveRows', () => {
  it('starts with a snapshot, follows changes, and removes only what the reader had', async () => {
    await using db = await createTestDatabase();
    await using changes = listener(db);
    const rows = new Map([['1', 'one']]);
    const ending = new AbortController();
    const live = liveRows({
      changes,
      topics: ['a.b'],
      load: (ids) => Promise.resolve([...rows].filter(([id]) => ids === null || ids.includes(id))),
      key: ([id]) => id,
      signal: ending.signal,
    });
    expect((await live.next()).value).toEqual({ kind: 'snapshot', rows: [['1', 'one']] });
    expect((await live.next()).value).toEqual({ kind: 'snapshot', rows: [['1', 'one']] });
    rows.set('2', 'two').delete('1');
    await notify(db, 'a.b', ['1', '2', 'never-seen']);
    expect((await live.next()).value).toEqual({
      kind: 'changes',
      upserts: [['2', 'two']],
      removed: ['1'],
    });
    await notify(db, 'a.b', null);
    expect((await live.next()).value).toEqual({ kind: 'snapshot', rows: [['2', 'two']] });
    const waiting = live.next();
    await delay(0);
    ending.abort();
    expect(await waiting).toMatchObject({ done: true });
  });
});
