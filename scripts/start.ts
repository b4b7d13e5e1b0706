import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfNeeded } from './build.ts';
import { root, run } from './run.ts';
import { serveInWindow } from './serve-in-window.ts';

/** Path of Electron's binary, or `null` where only its types are installed. */
function electronBinary(): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const pointer = join(folder, 'path.txt');
  if (!existsSync(pointer)) return null;
  const binary = join(folder, 'dist', readFileSync(pointer, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

const args = process.argv.slice(2);
await buildIfNeeded();
const electron = electronBinary();
if (electron) {
  process.stdout.write('Opening Signalbox in its own desktop window.\n');
  process.exitCode = await run(electron, [join(root, 'out/main/index.js'), ...args]);
} else {
  process.exitCode = await serveInWindow(args);
}
