import type { Clock } from '../clock/clock.ts';
import type { Change, ChangeBatch, Changes } from './changes.ts';

/** One message of a live list: everything, or what changed since the message before. */
export type LiveRows<Row> =
  | { readonly kind: 'snapshot'; readonly rows: Row[] }
  | { readonly kind: 'changes'; readonly upserts: Row[]; readonly removed: string[] };

/** How to keep a list of rows up to date. */
export interface LiveRowsOptions<Row> {
  readonly changes: Changes;
  /** Tables whose changes matter. */
  readonly topics: readonly string[];
  /** The rows of these keys that belong to the list, or all of them for `null`. */
  readonly load: (ids: readonly string[] | null) => Promise<Row[]>;
  readonly key: (row: Row) => string;
  readonly signal: AbortSignal;
  /**
   * Keys of the list's rows that a change of some table touches, where its own keys are not the
   * list's. `null` loads everything.
   */
  readonly rowsOf?: (changes: readonly Change[]) => Promise<readonly string[] | null>;
  /** Begins to read at most once in so many milliseconds, what changed meanwhile; left out, at once. */
  readonly pause?: { readonly clock: Clock; readonly ms: number };
}

const ownKeys = (changes: readonly Change[]): Promise<readonly string[] | null> =>
  Promise.resolve(
    changes.some(({ ids }) => ids === null)
      ? null
      : [...new Set(changes.flatMap(({ ids }) => ids ?? []))],
  );

/**
 * A snapshot, then changes as they are committed; a fresh snapshot after each gap. A row that no
 * longer belongs to the list, or that the reader may no longer see, is `removed`, if they had it.
 */
export async function* liveRows<Row>(options: LiveRowsOptions<Row>): AsyncGenerator<LiveRows<Row>> {
  const { changes, topics, load, key, signal, rowsOf = ownKeys, pause } = options;
  const batches = changes.watch(topics, signal);
  const known = new Set<string>();

  async function snapshot(): Promise<LiveRows<Row>> {
    const rows = await load(null);
    known.clear();
    for (const row of rows) known.add(key(row));
    return { kind: 'snapshot', rows };
  }

  async function reload(ids: readonly string[]): Promise<LiveRows<Row> | null> {
    const upserts = await load(ids);
    const present = new Set(upserts.map(key));
    const removed = ids.filter((id) => !present.has(id) && known.delete(id));
    for (const id of present) known.add(id);
    return upserts.length + removed.length > 0 ? { kind: 'changes', upserts, removed } : null;
  }

  async function follow(batch: ChangeBatch): Promise<LiveRows<Row> | null> {
    const ids = batch.kind === 'gap' ? null : await rowsOf(batch.changes);
    return ids === null ? snapshot() : reload(ids);
  }

  yield await snapshot();
  for await (const batch of batches) {
    const turn = pause?.clock.sleep(pause.ms, signal).catch(() => undefined);
    const message = await follow(batch);
    if (message) yield message;
    await turn;
  }
}
