import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { PoolClient, QueryResult as PgResult } from 'pg';
import { statementName } from './statement-names.ts';

/** What a connection asks of the transaction around it. */
export interface StatementRules {
  /** Throws when no further statement may run. */
  beforeEach(): void;
  /** Told of every statement that failed; answers what the caller is to see. */
  onFailure(error: unknown): unknown;
}

const writing: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

function toKysely<R>(result: PgResult): QueryResult<R> {
  const rows = (result.rows ?? []) as R[];
  return writing.has(result.command)
    ? { rows, numAffectedRows: BigInt(result.rowCount ?? 0) }
    : { rows };
}

/**
 * One checked-out client as the query builder sees it. Statements are named, so that PostgreSQL
 * keeps them prepared; text written by hand without parameters may hold several statements and is not.
 */
export class StatementConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #rules: StatementRules;

  constructor(client: PoolClient, rules: StatementRules) {
    this.#client = client;
    this.#rules = rules;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const handWritten = query.query.kind === 'RawNode' && query.parameters.length === 0;
    const name = handWritten ? undefined : statementName(query.sql);
    this.#rules.beforeEach();
    try {
      const result = await this.#client.query({
        text: query.sql,
        values: query.parameters as unknown[],
        ...(name ? { name } : {}),
      });
      return toKysely<R>(result);
    } catch (error) {
      throw this.#rules.onFailure(error);
    }
  }

  /** Not offered: lists are paged by key. */
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Page long lists by key instead of streaming rows.');
  }
}
