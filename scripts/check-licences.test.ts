import { describe, expect, it } from 'vitest';
import { findForbidden, forbiddenLicences, mayShip } from './check-licences.ts';

describe('a licence', () => {
  it.each(['MIT', 'MIT*', 'Apache-2.0', '(WTFPL OR MIT)', '(MIT AND ISC)'])('%s is fine', (one) => {
    expect(mayShip(one)).toBe(true);
  });

  it.each(['GPL-3.0', '(MIT AND GPL-2.0)', '(AGPL-3.0 OR SSPL-1.0)', 'UNKNOWN', 'UNLICENSED'])(
    '%s is not',
    (one) => {
      expect(mayShip(one)).toBe(false);
    },
  );
});

describe('what is shipped', () => {
  const manifests: Readonly<Record<string, object>> = {
    '/p/node_modules/a': { dependencies: { b: '1' } },
    '/p/node_modules/a/node_modules/b': { optionalDependencies: { c: '1', absent: '1' } },
    '/p/node_modules/b': {},
    '/p/node_modules/c': { dependencies: { a: '1' } },
  };
  const licensed = (licences: Readonly<Record<string, string>>) =>
    new Map(Object.keys(manifests).map((path) => [path, { licenses: licences[path] ?? 'MIT' }]));
  const judged = (licences: Readonly<Record<string, string>>) =>
    findForbidden(licensed(licences), '/p', ['a'], (folder) => manifests[folder] ?? {});

  it('is followed as Node resolves it, around circles and past what is not installed', () => {
    expect(judged({})).toEqual([]);
    expect(judged({ '/p/node_modules/c': 'GPL-3.0' })).toEqual(['/p/node_modules/c (GPL-3.0)']);
    expect(judged({ '/p/node_modules/a/node_modules/b': 'GPL-3.0' })).toHaveLength(1);
  });

  it('leaves out what nobody ships', () => {
    expect(judged({ '/p/node_modules/b': 'GPL-3.0' })).toEqual([]);
  });

  // Every package of the tree is read.
  it('comes under licences we may pass on', { timeout: 60_000 }, async () => {
    expect(await forbiddenLicences()).toEqual([]);
  });
});
