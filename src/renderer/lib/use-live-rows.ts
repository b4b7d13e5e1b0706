import { useEffect, useState } from 'react';
import type { OpenStream, SubscriptionState } from './connection/subscription.ts';
import { RowStore } from './row-store.ts';
import { useStream } from './use-stream.ts';

/** What `liveRowsOf` of the contract carries. */
type LiveRows<Row> =
  | { readonly kind: 'snapshot'; readonly rows: readonly Row[] }
  | {
      readonly kind: 'changes';
      readonly upserts: readonly Row[];
      readonly removed: readonly string[];
    };

/** Rows of a live stream, and whether they are live. */
export interface Live<Row> {
  readonly store: RowStore<Row>;
  readonly state: SubscriptionState;
  /** `false` until the first snapshot is there. */
  readonly loaded: boolean;
}

/** Keeps the rows of a live stream in a store that wakes only those who show what changed. */
export function useLiveRows<Row>(
  open: OpenStream<LiveRows<Row>>,
  idOf: (row: Row) => string,
  key = '',
): Live<Row> {
  const [store] = useState(() => new RowStore<Row>({ idOf }));
  const [loaded, setLoaded] = useState(false);
  useEffect(() => () => store[Symbol.dispose](), [store]);
  const state = useStream(
    open,
    (message) => {
      if (message.kind === 'changes') {
        store.upsert(message.upserts);
        store.remove(message.removed);
        return;
      }
      store.replaceAll(message.rows);
      setLoaded(true);
    },
    key,
  );
  return { store, state, loaded };
}
