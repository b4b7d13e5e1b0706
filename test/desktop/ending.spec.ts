import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { launch, startDesktop } from './support/desktop-app.ts';
import { onRealElectron } from './support/electron-binary.ts';
import { test } from './support/fixtures.ts';

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

test('quitting leaves no database, no Chromium and no session behind', async ({ siteFolder }) => {
  test.skip(process.platform !== 'linux', 'Processes are read from /proc.');
  const { app, page } = await startDesktop(siteFolder);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(processesWith(siteFolder).some((line) => line.includes('postgres'))).toBe(true);
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await app.close();
  expect(await ended).toBe(0);
  await expect.poll(() => processesWith(siteFolder)).toEqual([]);
});

test('a start that cannot succeed says why in one sentence and one dialog', async () => {
  test.skip(onRealElectron, 'Nobody would close the dialog.');
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-broken-'));
  await writeFile(join(folder, 'master.key'), 'garbage', { mode: 0o600 });
  const app = await launch(folder);
  let said = '';
  app.process().stderr?.on('data', (part: Buffer) => (said += part.toString()));
  const code = await new Promise((resolve) => app.process().once('exit', resolve));
  expect(code).toBe(1);
  expect(said.match(/Signalbox cannot start\n.*master\.key/g)).toHaveLength(1);
  await rm(folder, { recursive: true, force: true });
});

test('a command line that cannot be followed is answered the same way', async ({ siteFolder }) => {
  test.skip(onRealElectron, 'Nobody would close the dialog.');
  const launched = await launch(siteFolder, ['--nonsense']).catch((error: Error) => error);
  expect(launched).toBeInstanceOf(Error);
  expect(String(launched)).toContain("Unknown option '--nonsense'");
});
