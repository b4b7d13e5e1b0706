import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusal, zonesOf } from './zones.ts';

function project(): string {
  const root = mkdtempSync(join(tmpdir(), 'zones-'));
  for (const domain of ['identity', 'brand-new']) {
    mkdirSync(join(root, 'src/main/domains', domain), { recursive: true });
    mkdirSync(join(root, 'src/renderer/features', domain), { recursive: true });
  }
  const imports = {
    '#domains/*': './src/main/domains/*',
    '#features/*': './src/renderer/features/*',
  };
  writeFileSync(join(root, 'package.json'), JSON.stringify({ imports }));
  return root;
}

describe('import zones', () => {
  const root = project();
  const zones = zonesOf(root);
  const check = (file: string, specifier: string, typeOnly = false) =>
    refusal(root, zones, file, specifier, typeOnly);

  it('guards a domain from the moment its folder exists', () => {
    const file = 'src/main/domains/brand-new/x.service.ts';
    expect(check(file, '#domains/identity/users/users.service.ts')).toMatch(/may not import/);
    expect(check(file, '../identity/users/users.service.ts')).toMatch(/may not import/);
  });

  it('lets a domain import the type of another domain', () => {
    const file = 'src/main/domains/brand-new/x.service.ts';
    expect(check(file, '#domains/identity/users/users.service.ts', true)).toBeNull();
  });

  it('keeps features apart', () => {
    const file = 'src/renderer/features/brand-new/screen.tsx';
    expect(check(file, '#features/identity/screen.tsx')).toMatch(/may not import/);
  });

  it.each([
    ['src/main/domains/identity/a.ts', 'electron'],
    ['src/main/core.ts', 'electron'],
    ['src/main/domains/identity/a.ts', 'ws'],
    ['src/main/domains/identity/a.ts', 'serialport'],
    ['src/contract/a.ts', 'node:fs'],
    ['src/renderer/ui/a.tsx', 'node:fs'],
  ])('refuses %s the package %s', (file, name) => {
    expect(check(file, name)).not.toBeNull();
  });

  it('lets the desktop import electron', () => {
    expect(check('src/main/desktop/window.ts', 'electron')).toBeNull();
  });
});
