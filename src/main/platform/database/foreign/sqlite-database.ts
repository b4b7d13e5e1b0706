import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type ForeignDatabase, type ForeignRow, ForeignUnreadable } from './foreign-database.ts';

const MAGIC = 'SQLite format 3\0';

/** Says whether a file is an SQLite database before anything else is done with it. */
async function assertSqlite(path: string): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new ForeignUnreadable('The file cannot be opened.', { cause: error });
  });
  try {
    const { buffer } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    if (buffer.toString('latin1') === MAGIC) return;
  } finally {
    await file.close();
  }
  throw new ForeignUnreadable('The file is not an SQLite database.');
}

/** Opens an SQLite file for reading. Throws {@link ForeignUnreadable}. */
export async function openSqlite(path: string): Promise<ForeignDatabase> {
  await assertSqlite(path);
  // Loaded here: a program that never reads such a file is not told that the module is experimental.
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path, { readOnly: true });
  const all = (statement: string, ...values: number[]): ForeignRow[] =>
    database.prepare(statement).all(...values);
  return {
    label: basename(path),
    async tables() {
      const rows = all(`select name from sqlite_master where type = 'table'`);
      return Promise.resolve(new Set(rows.map(({ name }) => String(name))));
    },
    select: (statement) => Promise.resolve(all(statement)),
    async rowsAfter(table, after, limit) {
      // The driver works in this thread; between batches others get their turn.
      await new Promise(setImmediate);
      return all(`select * from "${table}" where id > ? order by id limit ?`, after, limit);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(database.close()),
  };
}
