import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { administrator, personas, workers } from '#main/demo/people.ts';
import { root } from './run.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The README and everything under docs/, by path from the project's folder. */
const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

const cell = (text: string | undefined): string => (text === undefined ? '–' : `\`${text}\``);

const rowOf = (person: {
  readonly does: string;
  readonly username: string;
  readonly fullName: string;
  readonly password?: string;
  readonly badge?: string;
  readonly pin?: string;
}): string => {
  const { does, username, fullName, password, badge, pin } = person;
  return `| ${does} | ${cell(username)} | ${fullName} | ${cell(password)} | ${cell(badge)} | ${cell(pin)} |`;
};

describe('the people in the README', () => {
  it('are those of the demo, with their passwords, badges and PINs', () => {
    const rows = read('README.md').split('\n');
    const start = rows.findIndex((row) => row.startsWith('| Does | User name |'));
    const table = rows.slice(start + 2, rows.indexOf('', start));
    expect(table).toEqual([administrator, ...personas].map(rowOf));
  });

  it('are joined by as many workers as the demo has', () => {
    expect(read('README.md')).toContain(`${workers.length} more people come and go`);
  });
});

describe.each(documents)('%s', (path) => {
  const text = read(path);

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, name]) => name);
    expect(named.filter((name) => name === undefined || !(name in scripts))).toEqual([]);
  });

  it('links only to files that are there', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => target ?? []);
    const local = links.filter((target) => !/^[a-z]+:|^#/.test(target));
    const missing = local.filter(
      (target) => !existsSync(join(root, dirname(path), target.split('#')[0] ?? '')),
    );
    expect(missing).toEqual([]);
  });

  it('names only files of the project that are there', () => {
    const named = [...text.matchAll(/`((?:src|test|scripts|migrations)\/[\w./-]+\.\w+)`/g)];
    const missing = named.flatMap(([, file]) =>
      file && !existsSync(join(root, file)) ? file : [],
    );
    expect(missing).toEqual([]);
  });
});

describe('the page on security', () => {
  const claims = [
    ...read('docs/security.md').matchAll(/`((?:src|test)\/[\w./-]+)`((?:,? “[^”]+”)+)/g),
  ].flatMap(([, file = '', names = '']) =>
    [...names.matchAll(/“([^”]+)”/g)].map(([, name = '']) => ({ file, name })),
  );

  it('names tests', () => {
    expect(claims.length).toBeGreaterThan(60);
  });

  it.each(claims)('finds “$name” in $file', ({ file, name }) => {
    expect(existsSync(join(root, file)) && read(file).includes(name)).toBe(true);
  });

  it('answers for every requirement from 1 to 40', () => {
    const rows = [...read('docs/security.md').matchAll(/^\| (\d+) \|/gm)].map(([, n]) => Number(n));
    expect(rows).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });
});
