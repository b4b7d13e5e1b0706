import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'electron-builder';
import { packaging } from '../electron-builder.config.ts';
import { buildIfNeeded } from './build.ts';
import { root } from './run.ts';

const { version } = JSON.parse(
  readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'),
) as { version: string };

/** Folder of an unpacked Electron on this machine, or `undefined`. */
function unpackedElectron(): string | undefined {
  const named = process.env['SIGNALBOX_ELECTRON_DIST'];
  if (named) return named;
  const installed = join(root, 'node_modules/electron/dist');
  return existsSync(installed) ? installed : undefined;
}

const { values } = parseArgs({ options: { dir: { type: 'boolean', default: false } } });
const electronDist = unpackedElectron();
await buildIfNeeded();
try {
  const made = await build({
    projectDir: root,
    config: packaging({
      platform: process.platform,
      arch: process.arch,
      output: join(root, 'dist'),
      ...(electronDist && { electronDist }),
    }),
    dir: values.dir,
  });
  process.stdout.write(`${made.length === 0 ? join(root, 'dist') : made.join('\n')}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.stderr.write(
    electronDist
      ? 'The package could not be made; installers also need tools that electron-builder fetches from github.com. “npm run package -- --dir” makes the program without an installer.\n'
      : `Electron ${version} is not on this machine and could not be fetched from github.com. Run “npx install-electron” where that can be reached, or name the folder of an unpacked Electron ${version} in SIGNALBOX_ELECTRON_DIST.\n`,
  );
  process.exitCode = 1;
}
