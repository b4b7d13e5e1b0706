import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Electron's own binary: the one that `SIGNALBOX_ELECTRON` names, or the installed one, or none. */
function realElectron(): string | null {
  const named = process.env['SIGNALBOX_ELECTRON'];
  if (named) return named;
  const folder = join(root, 'node_modules/electron');
  const pointer = join(folder, 'path.txt');
  if (!existsSync(pointer)) return null;
  const binary = join(folder, 'dist', readFileSync(pointer, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/** Whether the tests run on Electron itself; otherwise they run on the stand-in. */
export const onRealElectron = realElectron() !== null;

/** What runs the application in these tests. */
export const electronBinary = realElectron() ?? join(root, 'test/electron-stand-in/bin/electron');

/** The project's folder. */
export const projectRoot = root;
