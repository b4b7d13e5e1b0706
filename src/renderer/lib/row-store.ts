/** Runs a function later; answers how to call it off. */
export type Schedule = (run: () => void) => () => void;

/** Before the next frame; a hidden page draws none, so a timer stands in there. */
const nextFrame: Schedule = (run) => {
  if (document.hidden) {
    const timer = setTimeout(run, 250);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
};

/** Long enough that rows do not hop about under the cursor, short enough that the order is true. */
const settled: Schedule = (run) => {
  const timer = setTimeout(run, 1_000);
  return () => clearTimeout(timer);
};

/** How a {@link RowStore} keeps its rows. */
export interface RowStoreOptions<Row> {
  /** The key of a row. */
  readonly idOf: (row: Row) => string;
  /** When buffered changes are shown; before the next frame unless told. */
  readonly flushAt?: Schedule;
  /** When the list is announced again after rows changed only inside; within a second unless told. */
  readonly settleAt?: Schedule;
}

/**
 * Rows that change often. Changes are buffered and shown once per frame; a changed row wakes only
 * those who watch that row; the list wakes at once when rows come or go, and within a second when
 * rows changed inside (so that a sorted table follows without hopping).
 */
export class RowStore<Row> implements Disposable {
  readonly #idOf: (row: Row) => string;
  readonly #flushAt: Schedule;
  readonly #settleAt: Schedule;
  readonly #rows = new Map<string, Row>();
  readonly #pending = new Map<string, Row | null>();
  readonly #rowListeners = new Map<string, Set<() => void>>();
  readonly #listListeners = new Set<() => void>();
  #list: readonly Row[] = [];
  #cancelFlush: (() => void) | undefined;
  #cancelSettle: (() => void) | undefined;

  constructor({ idOf, flushAt = nextFrame, settleAt = settled }: RowStoreOptions<Row>) {
    this.#idOf = idOf;
    this.#flushAt = flushAt;
    this.#settleAt = settleAt;
  }

  /** The row as it is shown now. */
  get = (id: string): Row | undefined => this.#rows.get(id);

  /** All rows in the order in which they came; the same array until the list is announced. */
  list = (): readonly Row[] => this.#list;

  /** Adds rows or replaces those with the same key, in the next flush. */
  upsert(rows: Iterable<Row>): void {
    for (const row of rows) this.#pending.set(this.#idOf(row), row);
    this.#planFlush();
  }

  /** Takes rows away, in the next flush. */
  remove(ids: Iterable<string>): void {
    for (const id of ids) this.#pending.set(id, null);
    this.#planFlush();
  }

  /** Makes `rows` the whole list at once: a snapshot outranks whatever is buffered. */
  replaceAll(rows: Iterable<Row>): void {
    this.#pending.clear();
    this.#rows.clear();
    for (const row of rows) this.#rows.set(this.#idOf(row), row);
    this.#announceList();
    for (const listeners of this.#rowListeners.values()) listeners.forEach((wake) => wake());
  }

  /** Calls `wake` after each change of one row. Answers how to stop. */
  subscribeRow = (id: string, wake: () => void): (() => void) => {
    const listeners = this.#rowListeners.get(id) ?? new Set();
    this.#rowListeners.set(id, listeners.add(wake));
    return () => {
      listeners.delete(wake);
      if (listeners.size === 0 && this.#rowListeners.get(id) === listeners)
        this.#rowListeners.delete(id);
    };
  };

  /** Calls `wake` after each announced change of the list. Answers how to stop. */
  subscribeList = (wake: () => void): (() => void) => {
    this.#listListeners.add(wake);
    return () => this.#listListeners.delete(wake);
  };

  /** Shows the buffered changes now. */
  flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    const changed = [...this.#pending];
    this.#pending.clear();
    const before = this.#rows.size;
    let listChanged = false;
    for (const [id, row] of changed) listChanged = this.#apply(id, row) || listChanged;
    if (listChanged || before !== this.#rows.size) this.#announceList();
    else if (changed.length > 0) this.#planSettle();
    for (const [id] of changed) this.#rowListeners.get(id)?.forEach((wake) => wake());
  }

  /** Stops what is planned. */
  [Symbol.dispose](): void {
    this.#cancelFlush?.();
    this.#cancelSettle?.();
    this.#cancelFlush = undefined;
    this.#cancelSettle = undefined;
  }

  #apply(id: string, row: Row | null): boolean {
    if (row === null) return this.#rows.delete(id);
    const isNew = !this.#rows.has(id);
    this.#rows.set(id, row);
    return isNew;
  }

  #planFlush(): void {
    this.#cancelFlush ??= this.#flushAt(() => this.flush());
  }

  #planSettle(): void {
    this.#cancelSettle ??= this.#settleAt(() => this.#announceList());
  }

  #announceList(): void {
    this.#cancelSettle?.();
    this.#cancelSettle = undefined;
    this.#list = [...this.#rows.values()];
    this.#listListeners.forEach((wake) => wake());
  }
}
