import type { Kysely, Transaction } from 'kysely';
import type { DB } from './schema.generated.ts';

/** A transaction whose row-level security is set to one person or one system task. */
export type Tx = Transaction<DB>;

/** What the program knows of its database at this moment; shown in the status bar and as a banner. */
export type DatabaseState =
  | { readonly kind: 'online' }
  | { readonly kind: 'reconnecting'; readonly since: Date; readonly reason: string }
  /** The disk is full or the server is a standby: reads work, writes are refused. */
  | { readonly kind: 'read-only'; readonly since: Date; readonly reason: string };

/** Settings of one transaction. */
export interface TransactionOptions {
  /** Aborting cancels the running statement in PostgreSQL. */
  readonly signal?: AbortSignal | undefined;
  /** `true` lets a replica answer. Never decide anything on what a replica says. */
  readonly replica?: boolean;
  /**
   * `true` plans each statement once a connection instead of for its values: for short transactions
   * that come often and find rows by their keys, where planning is most of the work.
   */
  readonly keepPlans?: boolean;
}

/** Who looks: a person, or a wall display. */
export type Viewer = { readonly userId: string } | { readonly displayId: string };

/** The one way to PostgreSQL. Every statement runs in a transaction with an owner. */
export interface Database extends AsyncDisposable {
  /** Runs `work` in a transaction that sees what the person may see. */
  asUser<T>(
    user: { readonly userId: string },
    work: (tx: Tx) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /** Runs `work` in a transaction that sees what the person or the display may see. */
  asViewer<T>(
    viewer: Viewer,
    work: (tx: Tx) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /**
   * Runs `work` in a transaction of the program itself: monitors, device links, sign-in. `task`
   * names it in audit and in `pg_stat_activity`.
   */
  asSystem<T>(task: string, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** The query builder without a transaction, for compiling statements in tests and tools. */
  readonly builder: Kysely<DB>;
  readonly state: DatabaseState;
  /** Tells of every change of {@link state}; disposing ends it. */
  onState(listener: (state: DatabaseState) => void): Disposable;
}
