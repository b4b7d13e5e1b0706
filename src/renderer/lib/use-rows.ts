import { useCallback, useSyncExternalStore } from 'react';
import type { RowStore } from './row-store.ts';

/** All rows of a live store; redraws when rows come or go, and within a second of changes inside. */
export function useRows<Row>(store: RowStore<Row>): readonly Row[] {
  return useSyncExternalStore(store.subscribeList, store.list);
}

/** One row of a live store as it is now; undefined while there is none. */
export function useRow<Row>(store: RowStore<Row>, id: string | null): Row | undefined {
  const subscribe = useCallback(
    (wake: () => void) => (id === null ? () => undefined : store.subscribeRow(id, wake)),
    [store, id],
  );
  return useSyncExternalStore(subscribe, () => (id === null ? undefined : store.get(id)));
}
