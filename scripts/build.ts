import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, root, tool } from './run.ts';

const stamp = join(root, 'out', '.built-from');
const inputs = ['src/contract', 'src/main', 'src/preload', 'src/renderer'];
const single = ['package-lock.json', 'electron.vite.config.ts'];

/** A digest of everything that goes into the bundles. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const files = inputs.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(test|stories)\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files.sort(), ...single.map((name) => join(root, name))]) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Builds main, preload and renderer unless they stand as the sources say. */
export async function buildIfNeeded(): Promise<void> {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write('Building Signalbox…\n');
  const { code, output } = await capture(process.execPath, [tool('electron-vite'), 'build'], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (code !== 0) {
    process.stderr.write(output);
    throw new Error('The build failed; what it printed is above.');
  }
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(stamp, wanted);
}

if (import.meta.main) await buildIfNeeded();
