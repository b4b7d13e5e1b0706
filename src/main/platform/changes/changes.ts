/** Rows of one table that were inserted, updated or deleted by committed transactions. */
export interface Change {
  /** The table, with its schema: `shopfloor.machines`. */
  readonly topic: string;
  /** Keys of the rows, or `null` when so many changed that the reader should load afresh. */
  readonly ids: readonly string[] | null;
}

/** What happened since the last look: changes, or a gap in which changes may have been missed. */
export type ChangeBatch =
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  /** The listening connection was lost and is back: load a snapshot. */
  | { readonly kind: 'gap' };

/** Committed changes, fanned out from one listening connection to everyone in the process. */
export interface Changes extends AsyncDisposable {
  /**
   * Changes of `topics` from now on, coalesced while the reader is busy. Ends when `signal` aborts.
   */
  watch(topics: readonly string[], signal: AbortSignal): AsyncIterable<ChangeBatch>;
}
