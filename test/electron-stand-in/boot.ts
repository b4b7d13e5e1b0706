import { readFileSync, statSync } from 'node:fs';
import inspector from 'node:inspector';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { startChromium } from './chromium.ts';
import { electronVersion, parseArguments, type StartArguments } from './start-arguments.ts';
import { observed } from './observed.ts';
import { setTargets, Targets } from './targets.ts';
import { watchPopups } from './web-contents.ts';

interface Manifest {
  name?: string;
  productName?: string;
  version?: string;
  main?: string;
}

function readManifest(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Finds the application as Electron does: a folder with a package.json, or its main file. */
function findMain(path: string): string {
  const isFolder = statSync(path).isDirectory();
  const folder = isFolder ? path : dirname(path);
  const manifest = readManifest(folder);
  const name = manifest.productName ?? manifest.name ?? basename(folder);
  app.identify({ name, version: manifest.version ?? electronVersion(), path: folder });
  return isFolder ? join(folder, manifest.main ?? 'index.js') : path;
}

function pretendToBeElectron(): void {
  const chromium = { value: '156.0.0.0', enumerable: true };
  Object.defineProperties(process.versions, {
    electron: { value: electronVersion(), enumerable: true },
    chrome: chromium,
  });
  Object.assign(process, { type: 'browser', defaultApp: true, resourcesPath: app.getAppPath() });
}

function openDebugger(port: number | null): void {
  if (port !== null) inspector.open(port, '127.0.0.1');
}

/**
 * Playwright tells the application when to become ready by calling `__playwright_run`, once it can
 * see the first window open. Everybody else is not waited for.
 */
function playwrightIsConnected({ fromPlaywright }: StartArguments): Promise<void> {
  if (!fromPlaywright) return Promise.resolve();
  return new Promise((connected) => {
    Object.assign(globalThis, { __playwright_run: connected });
  });
}

async function start(): Promise<void> {
  const given = parseArguments(process.argv.slice(2));
  const connected = playwrightIsConnected(given);
  const main = findMain(resolve(given.application));
  if (given.userData !== null) app.setPath('userData', resolve(given.userData));
  pretendToBeElectron();
  openDebugger(given.inspectorPort);
  const require = createRequire(import.meta.url);
  for (const script of given.required) require(resolve(script));
  const chromium = startChromium(given.chromiumSwitches, () => {
    console.error('Chromium has closed; the application ends.');
    process.exit(1);
  });
  observed.chromium = { pid: chromium.pid, profile: chromium.profile };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => app.quit());
  const targets = new Targets(chromium.connection);
  const watching = targets.watch();
  setTargets(targets);
  watchPopups();
  process.argv.splice(1, 1);
  await import(pathToFileURL(require.resolve(main)).href);
  await Promise.all([watching, connected]);
  app.becomeReady();
}

start().catch((error: unknown) => {
  console.error('A JavaScript error occurred in the main process\n', error);
  process.exit(1);
});
