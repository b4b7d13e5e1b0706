import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CdpConnection } from './cdp.ts';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
];

/** Electron gives pages the `close` event of ports; Chromium by itself does not. */
const AS_IN_ELECTRON = '--enable-blink-features=MessagePortCloseEvent';

const SWITCHES = [
  AS_IN_ELECTRON,
  '--remote-debugging-pipe',
  '--no-sandbox',
  '--headless=new',
  '--no-startup-window',
  '--enable-unsafe-swiftshader',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-quic',
  '--disable-breakpad',
  '--disable-dev-shm-usage',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-back-forward-cache',
  '--disable-ipc-flooding-protection',
  '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,PaintHolding,OptimizationHints',
  '--password-store=basic',
  '--use-mock-keychain',
  '--force-color-profile=srgb',
];

/** Waits for this process to end in any way, then ends Chromium's process group and its profile. */
const REAPER = `cat >/dev/null
for attempt in 1 2 3 4 5 6 7 8 9 10; do kill -KILL "-$1" 2>/dev/null || break; sleep 0.05; done
for attempt in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$2" 2>/dev/null && exit; sleep 0.1; done`;

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Finds Chromium by SIGNALBOX_CHROMIUM or on PATH; throws with what to do when there is none. */
function findChromium(env: NodeJS.ProcessEnv): string {
  const named = env['SIGNALBOX_CHROMIUM'];
  if (named) {
    if (executable(named)) return named;
    throw new Error(
      `SIGNALBOX_CHROMIUM names ${named}, which cannot be executed. Correct or unset it.`,
    );
  }
  const folders = (env['PATH'] ?? '').split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(
    executable,
  );
  if (found) return found;
  throw new Error(
    `No Chromium on PATH (looked for ${NAMES.join(', ')}). Install one, for example with ` +
      '"apt-get install chromium" or "npx playwright install chromium", or name it in SIGNALBOX_CHROMIUM.',
  );
}

/** A running Chromium. */
export interface Chromium {
  /** The connection by which the stand-in drives it. */
  readonly connection: CdpConnection;
  /** Its process id, which is also its process group. */
  readonly pid: number;
  /** Folder of its profile, which is removed after it. */
  readonly profile: string;
}

function reapAfterThisProcess(pid: number, profile: string): void {
  const reaper = spawn('/bin/sh', ['-c', REAPER, 'reaper', String(pid), profile], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  reaper.unref();
  (reaper.stdin as unknown as { unref: () => void }).unref();
}

/** Starts Chromium with a fresh profile; `onClosed` is called when it goes away. */
export function startChromium(extra: readonly string[], onClosed: () => void): Chromium {
  const profile = mkdtempSync(join(tmpdir(), 'electron-stand-in-'));
  const child: ChildProcess = spawn(
    findChromium(process.env),
    [...SWITCHES, `--user-data-dir=${profile}`, ...extra, 'about:blank'],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  child.on('error', (error) => {
    console.error(`Chromium did not start: ${error.message}`);
    onClosed();
  });
  const pid = child.pid ?? 0;
  if (pid > 0) reapAfterThisProcess(pid, profile);
  child.stderr?.pipe(process.stderr);
  const [, , , toChromium, fromChromium] = child.stdio;
  const connection = new CdpConnection(toChromium as Writable, fromChromium as Readable, onClosed);
  return { connection, pid, profile };
}
