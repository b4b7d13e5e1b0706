import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startDesktop } from './support/desktop-app.ts';
import { electronBinary, onRealElectron, projectRoot } from './support/electron-binary.ts';
import { test } from './support/fixtures.ts';
import { observed } from './support/observed.ts';

/** Command lines of living processes that mention `text`. */
function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(text) ? [line] : [];
      } catch {
        return [];
      }
    });
}

test('quitting leaves no database and no Chromium behind', async ({ siteFolder }) => {
  test.skip(process.platform !== 'linux', 'Processes are read from /proc.');
  const { app, page } = await startDesktop(siteFolder);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(processesWith(siteFolder).some((line) => line.includes('postgres'))).toBe(true);
  const chromium = onRealElectron
    ? null
    : await observed(app, ({ standIn }) => standIn.chromium.pid);
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await app.close();
  expect(await ended).toBe(0);
  await expect.poll(() => processesWith(siteFolder)).toEqual([]);
  await expect.poll(() => existsSync(`/proc/${chromium}`)).toBe(false);
});

/** Starts without Playwright, which would hear too late of a program that gives up at once. */
async function failedStart(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const program = spawn(electronBinary, ['out/main/index.js', ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  program.stderr.on('data', (part: Buffer) => (said += part.toString()));
  const code = await new Promise((resolve) => program.once('close', resolve));
  return { code, dialogs: said.match(/^Signalbox cannot start\n.*$/gm) };
}

test('a start that cannot succeed says why in one sentence and one dialog', async () => {
  test.skip(onRealElectron, 'Nobody would close the dialog.');
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-broken-'));
  await writeFile(join(folder, 'master.key'), 'garbage', { mode: 0o600 });
  const { code, dialogs } = await failedStart(['--data', folder]);
  expect(code).toBe(1);
  expect(dialogs).toEqual([expect.stringContaining('master.key')]);
  await rm(folder, { recursive: true, force: true });
});

test('requirement 25: without a key chain of the system the desktop does not start', async () => {
  test.skip(onRealElectron, 'Nobody would close the dialog.');
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-keyless-'));
  for (const backend of ['basic_text', 'unknown']) {
    const { code, dialogs } = await failedStart(['--data', folder], {
      ELECTRON_STAND_IN_KEYRING: backend,
    });
    expect(code).toBe(1);
    expect(dialogs).toEqual([expect.stringContaining(`safe storage says "${backend}"`)]);
  }
  await rm(folder, { recursive: true, force: true });
});

test('a command line that cannot be followed is answered the same way', async () => {
  test.skip(onRealElectron, 'Nobody would close the dialog.');
  const { code, dialogs } = await failedStart(['--nonsense']);
  expect(code).toBe(1);
  expect(dialogs).toEqual([expect.stringContaining("Unknown option '--nonsense'")]);
});
