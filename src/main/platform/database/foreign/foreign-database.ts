/** A row of a table that another program made; cells are as their database gives them. */
export type ForeignRow = Readonly<Record<string, unknown>>;

/** A database that another program made, for reading only. */
export interface ForeignDatabase extends AsyncDisposable {
  /** What it is, without a password: a file name, or host and database. */
  readonly label: string;
  /** Names of its tables. */
  tables(): Promise<ReadonlySet<string>>;
  /** Runs a statement that both SQLite and PostgreSQL understand. */
  select(statement: string): Promise<ForeignRow[]>;
  /** Up to `limit` rows of a table with `id` above `after`, ascending. */
  rowsAfter(table: string, after: number, limit: number): Promise<ForeignRow[]>;
}

/** It cannot be read; the message says why in one sentence, without a password. */
export class ForeignUnreadable extends Error {
  override readonly name = 'ForeignUnreadable';
  readonly code = 'FOREIGN_UNREADABLE';
}
