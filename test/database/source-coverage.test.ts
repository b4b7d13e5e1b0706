import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appRoot } from '#platform/config/app-root.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

interface Row {
  readonly source: string;
  readonly column: string;
  readonly here: string;
  readonly note: string;
}

const rows: readonly Row[] = readFileSync(join(appRoot, 'docs/source-coverage.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d{3} \|/.test(line))
  .map((line) => {
    const [, source = '', column = '', here = '', note = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { source, column, here, note };
  });

const counts = (source: string): number => rows.filter((row) => row.source === source).length;

describe('docs/source-coverage.md', () => {
  it('accounts for every column of the five source designs', () => {
    expect(['000', '001', '002', '003', '004'].map(counts)).toEqual([121, 132, 195, 138, 186]);
  });

  it('names each source column once', () => {
    const names = rows.map(({ source, column }) => `${source} ${column}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('gives a reason for every column that is left out', () => {
    expect(rows.filter(({ here, note }) => here === '–' && note === '')).toEqual([]);
  });

  it('points at columns that the live schema has', async () => {
    await using db = await createTestDatabase();
    const { rows: live } = await db.admin.query<{ name: string }>(
      `select table_schema || '.' || table_name || '.' || column_name as name
         from information_schema.columns`,
    );
    const names = new Set(live.map(({ name }) => name));
    const wrong = rows.filter(({ here }) => here !== '–' && here !== 'planned' && !names.has(here));
    expect(wrong).toEqual([]);
  });
});
