import { describe, expect, it } from 'vitest';
import { RowStore } from './row-store.ts';
import type { Schedule } from './row-store.ts';

interface Row {
  id: string;
  value: number;
}

function handSchedule(): { schedule: Schedule; run: () => void; planned: () => number } {
  const planned = new Set<() => void>();
  return {
    schedule: (run) => {
      planned.add(run);
      return () => planned.delete(run);
    },
    run: () => {
      for (const run of planned) {
        planned.delete(run);
        run();
      }
    },
    planned: () => planned.size,
  };
}

function storeWith(rows: Row[]) {
  const [frame, settle] = [handSchedule(), handSchedule()];
  const store = new RowStore<Row>({
    idOf: (row) => row.id,
    flushAt: frame.schedule,
    settleAt: settle.schedule,
  });
  store.replaceAll(rows);
  const woken: string[] = [];
  store.subscribeList(() => woken.push('list'));
  store.subscribeRow('a', () => woken.push('a'));
  store.subscribeRow('b', () => woken.push('b'));
  return { store, frame, settle, woken };
}

const [a, b] = [
  { id: 'a', value: 1 },
  { id: 'b', value: 1 },
];

describe('RowStore', () => {
  it('shows many changes of one row as one, in the next frame', () => {
    const { store, frame, woken } = storeWith([a, b]);
    for (let value = 2; value <= 100; value += 1) store.upsert([{ id: 'a', value }]);
    expect(store.get('a')).toEqual(a);
    expect(frame.planned()).toBe(1);
    frame.run();
    expect(store.get('a')).toEqual({ id: 'a', value: 100 });
    expect(woken).toEqual(['a']);
  });

  it('announces the list at once when a row comes or goes', () => {
    const { store, frame, woken } = storeWith([a, b]);
    store.upsert([{ id: 'c', value: 1 }]);
    store.remove(['a']);
    frame.run();
    expect(store.list().map(({ id }) => id)).toEqual(['b', 'c']);
    expect(woken).toEqual(['list', 'a']);
  });

  it('announces the list when one row comes as another goes', () => {
    const { store, frame, woken } = storeWith([a]);
    store.remove(['a']);
    store.upsert([b]);
    frame.run();
    expect(woken).toContain('list');
    expect(store.list()).toEqual([b]);
  });

  it('announces changed rows to the list only after they have settled', () => {
    const { store, frame, settle, woken } = storeWith([a, b]);
    const before = store.list();
    store.upsert([{ id: 'b', value: 2 }]);
    frame.run();
    expect(store.list()).toBe(before);
    settle.run();
    expect(woken).toEqual(['b', 'list']);
    expect(store.list()[1]).toEqual({ id: 'b', value: 2 });
  });

  it('lets a snapshot outrank what is buffered', () => {
    const { store, frame } = storeWith([a]);
    store.upsert([{ id: 'a', value: 9 }]);
    store.replaceAll([b]);
    frame.run();
    expect(store.list()).toEqual([b]);
    expect(store.get('a')).toBeUndefined();
  });

  it('plans nothing after it is disposed', () => {
    const { store, frame, settle } = storeWith([a]);
    store.upsert([{ id: 'a', value: 2 }]);
    store[Symbol.dispose]();
    expect([frame.planned(), settle.planned()]).toEqual([0, 0]);
  });

  it('wakes nobody who has left', () => {
    const { store, frame } = storeWith([a]);
    let calls = 0;
    store.subscribeRow('a', () => (calls += 1))();
    store.upsert([{ id: 'a', value: 2 }]);
    frame.run();
    expect(calls).toBe(0);
  });
});
