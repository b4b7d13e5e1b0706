import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SingleConnectionProvider,
  Transaction,
} from 'kysely';
import { expect } from 'vitest';
import { appRoot } from '#platform/config/app-root.ts';
import type { Tx } from '#platform/database/database.ts';
import { builder } from '#platform/database/transaction.ts';
import type { DB } from '#platform/database/schema.generated.ts';

/** Calls one query function with sample arguments. What it answers is not looked at. */
export type SampleCall = (tx: Tx) => Promise<unknown>;

/** Answers every statement with one row whose every column exists, so that callers go on to the next. */
function recorder(statements: string[]): DatabaseConnection {
  const row = new Proxy({}, { get: (_, column) => (column === 'then' ? undefined : '1') });
  return {
    executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      statements.push(query.sql);
      return Promise.resolve({ rows: [row as R], numAffectedRows: 1n });
    },
    streamQuery() {
      throw new Error('Query functions do not stream.');
    },
  };
}

function recordingTransaction(statements: string[]): Tx {
  const dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db: never) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  const executor = builder
    .getExecutor()
    .withConnectionProvider(new SingleConnectionProvider(recorder(statements)));
  return new Transaction<DB>({ config: { dialect }, driver: new DummyDriver(), dialect, executor });
}

const clause =
  / (?=(?:from|where|inner join|left join|order by|group by|limit|returning|on conflict|values|set|union all)\b)/g;

/** One clause a line, so that a change of the statement is a small difference. */
const readable = (sql: string): string => sql.trim().replaceAll(clause, '\n  ');

async function compile(calls: Readonly<Record<string, SampleCall>>): Promise<string> {
  const parts: string[] = [];
  for (const [name, call] of Object.entries(calls)) {
    const statements: string[] = [];
    await call(recordingTransaction(statements));
    expect(statements, `${name} ran no statement`).not.toHaveLength(0);
    parts.push([`-- ${name}`, ...statements.map((sql) => `${readable(sql)};`)].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

/**
 * Holds the statements that a domain's query functions make against `test/database/<domain>.sql`,
 * where a reviewer sees every change of them. `UPDATE_SQL=1` writes the file anew. `calls` runs each
 * exported function of the domain's query files with sample arguments; every statement is answered
 * with one row.
 */
export async function expectCompiledSql(
  domain: string,
  calls: Readonly<Record<string, SampleCall>>,
): Promise<void> {
  const path = join(appRoot, 'test', 'database', `${domain}.sql`);
  const compiled = await compile(calls);
  if (process.env['UPDATE_SQL'] === '1') await writeFile(path, compiled);
  const reviewed = await readFile(path, 'utf8').catch(() => '');
  expect(compiled, `Run UPDATE_SQL=1 npx vitest run test/database/${domain}-sql.test.ts`).toBe(
    reviewed,
  );
}
