import {
  type Dialect,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SingleConnectionProvider,
  Transaction,
} from 'kysely';
import type { PoolClient } from 'pg';
import type { Tx } from './database.ts';
import {
  CommitUnknown,
  DatabaseReadOnly,
  DatabaseUnavailable,
  isConnectionLost,
  isReadOnly,
} from './errors.ts';
import type { DB } from './schema.generated.ts';
import { codeOf, sqlState } from './sqlstate.ts';
import { StatementConnection } from './statement-connection.ts';

const dialect: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
};

/** The query builder without a connection: it compiles statements and runs none. */
export const builder = new Kysely<DB>({ dialect });

/** What a transaction needs besides its connection. */
export interface TransactionRules {
  /** Statements that open it; see {@link openingStatements}. */
  readonly opening: string;
  readonly signal: AbortSignal | undefined;
  /** Asks the server to cancel what the connection with this process id runs. */
  cancel(processId: number): Promise<void>;
  /** Told when the server has opened the transaction: the connection is alive. */
  onOpened(): void;
  /** Told of every failure of a statement or of the connection. */
  onFailure(error: unknown): void;
}

function transactionOn(connection: StatementConnection): Tx {
  const executor = builder
    .getExecutor()
    .withConnectionProvider(new SingleConnectionProvider(connection));
  return new Transaction<DB>({ config: { dialect }, driver: new DummyDriver(), dialect, executor });
}

/** What the caller sees of a failed statement: a named class where the program knows what it means. */
function translate(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted && codeOf(error) === sqlState.queryCanceled) return signal.reason;
  if (isConnectionLost(error)) return new DatabaseUnavailable(error);
  if (isReadOnly(error)) return new DatabaseReadOnly(error);
  return error;
}

async function commit(client: PoolClient, rules: TransactionRules): Promise<void> {
  let command: string;
  try {
    command = (await client.query('commit')).command;
  } catch (error) {
    rules.onFailure(error);
    throw isConnectionLost(error) ? new CommitUnknown(error) : translate(error, undefined);
  }
  if (command === 'ROLLBACK') {
    throw new Error('A statement of the transaction failed and its error was not passed on.');
  }
}

/** Rolls back; answers whether the connection can be used again. */
async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs `work` in a transaction on `client` and releases the client: back to the pool when it is
 * clean, destroyed otherwise. Aborting the signal cancels the running statement and rolls back.
 */
export async function runTransaction<T>(
  client: PoolClient,
  rules: TransactionRules,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { signal } = rules;
  let usable = false;
  let cancelling: Promise<void> | undefined;
  const processId = (client as PoolClient & { processID: number }).processID;
  const abort = () => (cancelling ??= rules.cancel(processId));
  const broken = (error: Error) => rules.onFailure(error);
  client.on('error', broken);
  signal?.addEventListener('abort', abort);
  const connection = new StatementConnection(client, {
    beforeEach: () => signal?.throwIfAborted(),
    onFailure(error) {
      rules.onFailure(error);
      return translate(error, signal);
    },
  });

  try {
    await client.query(rules.opening).catch((error: unknown) => {
      rules.onFailure(error);
      throw translate(error, signal);
    });
    rules.onOpened();
    const result = await work(transactionOn(connection));
    signal?.throwIfAborted();
    signal?.removeEventListener('abort', abort);
    await commit(client, rules);
    usable = true;
    return result;
  } catch (error) {
    await cancelling;
    // A connection to a server that turned read-only may be to a demoted one: make a new one.
    usable = (await rollBack(client)) && !(error instanceof DatabaseReadOnly);
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
    client.off('error', broken);
    client.release(!usable);
  }
}
