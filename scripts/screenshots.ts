import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openSettings } from '#platform/config/settings.ts';
import { administrator } from '../src/main/demo/people.ts';
import { simulatedSite } from '../src/main/demo/simulated-site.ts';
import { ensureDataFolder } from '../src/main/site/data-folder.ts';
import { buildIfNeeded } from './build.ts';
import { requireChromium } from './chromium.ts';
import { capture, root } from './run.ts';

/** How one set of pictures looks. */
interface Look {
  readonly theme: 'dark' | 'light';
  readonly density: 'compact' | 'touch';
  readonly language: 'en' | 'ko' | 'ja';
  readonly width: number;
  readonly height: number;
}

/** A picture: where to go, and what to do there before it is taken. */
interface Shot {
  readonly name: string;
  readonly look: Look;
  /** Path of the screen; null for the sign-in screen. */
  readonly path: string | null;
  readonly prepare?: (page: Page) => Promise<void>;
}

const images = join(root, 'docs', 'images');
const LARGEST_BYTES = 250_000;
const READY_WITHIN_MS = 90_000;

const dark: Look = { theme: 'dark', density: 'compact', language: 'en', width: 1600, height: 900 };
const light: Look = { ...dark, theme: 'light', language: 'ko' };
const touch: Look = { ...dark, density: 'touch', language: 'ja', width: 1280, height: 800 };

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.getByRole('dialog').waitFor();
}

/** Opens the detail of the row that holds `text`. */
const openRow = (text: string) => async (page: Page) => {
  await page.getByRole('row').filter({ hasText: text }).first().click();
};

/** Shows what the port of the reader at a machine says. */
async function openPort(page: Page): Promise<void> {
  await openRow('MILL-01')(page);
  await page.getByRole('tab', { name: 'Port' }).click();
}

async function showPlan(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Plan' }).click();
}

const shots: readonly Shot[] = [
  { name: 'sign-in', look: dark, path: null },
  { name: 'machines', look: dark, path: '/shopfloor/machines' },
  { name: 'machines-light-ko', look: light, path: '/shopfloor/machines' },
  { name: 'machines-touch-ja', look: touch, path: '/shopfloor/machines' },
  { name: 'floor-plan', look: dark, path: '/shopfloor/machines', prepare: showPlan },
  { name: 'nodes', look: dark, path: '/shopfloor/nodes', prepare: openRow('N01') },
  { name: 'reports-light-ko', look: light, path: '/shopfloor/reports' },
  { name: 'wall', look: dark, path: '/wall' },
  { name: 'users', look: dark, path: '/users', prepare: openRow('佐藤') },
  { name: 'alarms-light-ko', look: light, path: '/alarms', prepare: openRow('N04') },
  { name: 'readers', look: dark, path: '/readers', prepare: openPort },
  { name: 'palette', look: dark, path: '/shopfloor/sessions', prepare: openPalette },
];

/** Ends a program and waits until it is gone. */
function stopping(child: ReturnType<typeof spawn>): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** Resolves with the match when the program prints it; rejects with what it said when it ends. */
function printed(child: ReturnType<typeof spawn>, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(
      () => reject(new Error(`Not ready in time.\n${text}`)),
      READY_WITHIN_MS,
    );
    const hear = (part: Buffer): void => {
      text += part.toString();
      const found = wanted.exec(text);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1] ?? found[0]);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`It ended:\n${text}`)));
  });
}

/** Starts a program of the project in the background. */
function start(cleanup: AsyncDisposableStack, args: readonly string[]) {
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cleanup.use(stopping(child));
  return child;
}

/** Starts the simulated devices, nobody moving, and the demo site in a folder of its own. */
async function startDemo(cleanup: AsyncDisposableStack): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-pictures-'));
  cleanup.defer(() => rmSync(folder, { recursive: true, force: true }));
  // PostgreSQL of root runs as another account, which must be able to pass.
  chmodSync(folder, 0o711);
  const site = join(folder, 'site.json');
  const data = join(folder, 'data');
  await ensureDataFolder(data);
  writeFileSync(site, JSON.stringify(simulatedSite(data)));
  const devices = start(cleanup, ['src/simulators/index.ts', '--site', site, '--control', '0']);
  const control = await printed(devices, /commands on 127\.0\.0\.1:(\d+)/);
  await (await openSettings(data, systemClock)).save({ workstation: 'Control room' });
  const server = ['out/main/server.js', '--demo', '--no-open', '--data', data, '--port', '0'];
  const url = await printed(start(cleanup, server), /ready at (\S+)/);
  await arrange(control);
  return url;
}

/** What happens at the machines before the pictures are taken. */
const happenings: readonly string[] = [
  'noise MILL-01 40',
  'badge MILL-01 0100112233',
  'badge MILL-02 0B00713A01',
  'badge LATHE-01 0B00713A05',
  'badge SAW-01 0B00713A03',
  'badge PNP-01 0B00713A06',
  'badge LATHE-02 0B00713A04',
  'pull MILL-03',
  'pull N04',
];

/** Time for the reader links to open, and for each happening to reach every screen. */
const SETTLE_MS = 4_000;
/** After this a lost reader is an alarm. */
const READER_LOST_MS = 14_000;
const BETWEEN_MS = 700;

async function arrange(control: string): Promise<void> {
  await sleep(SETTLE_MS);
  for (const words of happenings) {
    const args = ['scripts/simulate.ts', '--control', control, ...words.split(' ')];
    const { code, output } = await capture(process.execPath, args);
    if (code !== 0 || output.includes('nobody is connected')) throw new Error(output);
    await sleep(BETWEEN_MS);
  }
  await sleep(READER_LOST_MS);
}

const keyOf = ({ theme, density, language }: Look): string => `${theme} ${density} ${language}`;

/** A window with the look already chosen, as if the person had chosen it before. */
async function openWindow(browser: Browser, look: Look, url: string): Promise<Page> {
  const { theme, density, language, width, height } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language,
    timezoneId: 'Asia/Seoul',
    reducedMotion: 'reduce',
  });
  const kept = JSON.stringify({ state: { theme, density, language }, version: 1 });
  await context.addInitScript((text) => localStorage.setItem('signalbox.preferences', text), kept);
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('input[autocomplete=username]').waitFor();
  return page;
}

async function signIn(page: Page): Promise<void> {
  await page.locator('input[autocomplete=username]').fill(administrator.username);
  await page.locator('input[autocomplete=current-password]').fill(administrator.password);
  await page.locator('button[type=submit]').click();
  await page.getByRole('navigation').first().waitFor();
}

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await sleep(BETWEEN_MS);
  const path = join(images, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(path);
  if (size > LARGEST_BYTES)
    throw new Error(`${path} has ${size} bytes, more than a page should load.`);
  process.stdout.write(`${path} (${Math.ceil(size / 1000)} kB)\n`);
}

/** Takes every picture of one look in one window, those of strangers first. */
async function takeAll(browser: Browser, url: string, group: readonly Shot[]): Promise<void> {
  const [first] = group;
  if (!first) return;
  const page = await openWindow(browser, first.look, url);
  for (const { name, path } of group) if (path === null) await take(page, name);
  await signIn(page);
  for (const { name, path, prepare } of group) {
    if (path === null) continue;
    await page.goto(`${url}/#${path}`);
    await sleep(BETWEEN_MS);
    await prepare?.(page);
    await take(page, name);
  }
  await page.context().close();
}

await buildIfNeeded();
mkdirSync(images, { recursive: true });
await using cleanup = new AsyncDisposableStack();
const url = await startDemo(cleanup);
const browser = await chromium.launch({
  executablePath: requireChromium(),
  args: ['--enable-unsafe-swiftshader', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
cleanup.defer(() => browser.close());
for (const group of Map.groupBy(shots, ({ look }) => keyOf(look)).values()) {
  await takeAll(browser, url, group);
}
