import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.ts';
import { root } from './run.ts';

const ready = /^Signalbox is ready at (\S+)$/m;

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

/** Chromium refuses to run its sandbox as root, and says so in a bar unless told it is a test. */
const rootFlags = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []);

/** Runs the server and, where there is a screen and a browser, opens it in an app window. */
export function serveInWindow(args: readonly string[]): Promise<number> {
  const server = spawn(process.execPath, [join(root, 'out/main/server.js'), ...args], {
    stdio: ['inherit', 'pipe', 'inherit', 'ipc'],
  });
  const stop = (signal: NodeJS.Signals): void => void server.kill(signal);
  process.on('SIGINT', stop).on('SIGTERM', stop);
  let printed = '';
  server.stdout?.on('data', (part: Buffer) => {
    process.stdout.write(part);
    const before = ready.test(printed);
    printed += part.toString();
    const url = ready.exec(printed)?.[1];
    if (url && !before && !args.includes('--no-open')) openWindow(url);
  });
  return new Promise((resolve) => server.on('exit', (code) => resolve(code ?? 0)));
}

function openWindow(url: string): void {
  const browser = findChromium();
  if (!browser || !hasDisplay()) {
    process.stdout.write(`No desktop window can be opened here; open ${url} in a browser.\n`);
    return;
  }
  const profile = join(homedir(), '.cache', 'signalbox-window');
  mkdirSync(profile, { recursive: true });
  spawn(
    browser,
    [`--app=${url}`, '--window-size=1600,1000', `--user-data-dir=${profile}`, ...rootFlags()],
    {
      stdio: 'ignore',
      detached: true,
    },
  ).unref();
  process.stdout.write(`Opened in a window of ${browser}, because Electron is not installed.\n`);
}
