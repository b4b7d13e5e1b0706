import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function isAppRoot(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return false;
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'signalbox';
}

function find(from: string): string {
  if (isAppRoot(from)) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('The program cannot find its own package.json.');
  return find(parent);
}

/**
 * The folder that holds the program's package.json, migrations and resources. The same whether the
 * program runs from source, from its bundle or from a packaged archive.
 */
export const appRoot: string = find(dirname(fileURLToPath(import.meta.url)));
