import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appRoot } from '#platform/config/app-root.ts';

const text = (path: string): string => readFileSync(join(appRoot, path), 'utf8');
const lines = text('docs/alarms.md').split('\n');

const files = (line: string): string[] =>
  [...line.matchAll(/`((?:src|test|migrations)\/[^`]+)`/gu)].map(([, path = '']) => path);

/** Each test file that a line names, with the titles that follow it. */
function titlesOf(line: string): { readonly file: string; readonly title: string }[] {
  const named = line.split(/`(test\/[^`]+|src\/[^`]+\.test\.ts)`/u);
  return named.flatMap((file, at) =>
    at % 2 === 1
      ? [...(named[at + 1] ?? '').matchAll(/\*([^*]+)\*/gu)].map(([, title = '']) => ({
          file,
          title,
        }))
      : [],
  );
}

describe('docs/alarms.md', () => {
  it('names a test for each requirement', () => {
    const rows = lines.filter((line) => /^\| R\d+ \|/u.test(line));
    expect(rows.map((row) => /^\| (R\d+) /u.exec(row)?.[1])).toEqual(
      Array.from({ length: 25 }, (_, at) => `R${at + 1}`),
    );
    expect(rows.filter((row) => titlesOf(row).length === 0)).toEqual([]);
  });

  it('names files and tests that are there', () => {
    expect(lines.flatMap(files).filter((path) => !existsSync(join(appRoot, path)))).toEqual([]);
    const missing = lines
      .flatMap(titlesOf)
      .filter(({ file, title }) => !text(file).replaceAll(/\s+/gu, ' ').includes(title));
    expect(missing).toEqual([]);
  });
});
