import { useMemo, useSyncExternalStore } from 'react';
import type { RowStore } from '#lib/row-store.ts';

/** By which column rows are ordered. */
export interface TableSort {
  readonly columnId: string;
  readonly descending: boolean;
}

/** Where a table gets its rows from. Made by `useGivenRows`, `useStoreRows` or `usePagedRows`. */
export interface RowSource<Row> {
  readonly rows: readonly Row[];
  readonly phase: 'loading' | 'failed' | 'ready';
  /** Why the first rows could not be had. */
  readonly failure?: unknown;
  /** Tries again after a failure. */
  readonly retry?: () => void;
  /** Further pages; absent where all rows are here. */
  readonly more?: {
    readonly state: 'available' | 'loading' | 'failed';
    readonly load: () => void;
  };
  /** How many rows there are in all, where somebody counted. */
  readonly total?: number;
  /** Present where the source orders the rows; otherwise the table does. */
  readonly sort?: {
    readonly value: TableSort | null;
    readonly change: (sort: TableSort | null) => void;
  };
  /** Present where rows change one by one. */
  readonly live?: Pick<RowStore<Row>, 'get' | 'subscribeRow'>;
  /** Gets all rows for an export page by page, where not all are here. */
  readonly eachPage?: (signal: AbortSignal) => AsyncIterable<readonly Row[]>;
}

/** Rows that are already here; undefined while they load. Pass the error of the query, if any. */
export function useGivenRows<Row>(
  rows: readonly Row[] | undefined,
  failed?: { readonly error: unknown; readonly retry: () => void },
): RowSource<Row> {
  const { error, retry } = failed ?? {};
  return useMemo(() => {
    if (error !== undefined && error !== null)
      return {
        rows: rows ?? [],
        phase: 'failed' as const,
        failure: error,
        ...(retry && { retry }),
      };
    return { rows: rows ?? [], phase: rows ? ('ready' as const) : ('loading' as const) };
  }, [rows, error, retry]);
}

/** Rows of a live store. Pass `loading` until the first snapshot has come. */
export function useStoreRows<Row>(store: RowStore<Row>, loading = false): RowSource<Row> {
  const rows = useSyncExternalStore(store.subscribeList, store.list);
  return useMemo(
    () => ({ rows, phase: loading ? ('loading' as const) : ('ready' as const), live: store }),
    [rows, loading, store],
  );
}
