import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { databaseFolder } from '#test/support/database-folder.ts';
import { expectConsole, setUp, signIn, startDesktop } from './support/desktop-app.ts';

let folder: string;

test.beforeEach(async () => {
  folder = await databaseFolder('signalbox-first-run-');
});

test.afterEach(() => rm(folder, { recursive: true, force: true }));

test('leads from an empty folder over database and first administrator to the console', async () => {
  test.setTimeout(240_000);
  {
    await using first = await startDesktop(folder);
    await expect(first.page.getByRole('heading', { name: 'Set up Signalbox' })).toBeVisible();
    await setUp(first.page);
    await first.page.reload();
    await expectConsole(first.page);
  }
  // The key of this folder is in the key chain, and whoever starts anew has to sign in.
  await expect(readFile(join(folder, 'master.key'))).rejects.toThrow('ENOENT');
  await using again = await startDesktop(folder);
  await signIn(again.page);
});

test('can be left while it asks for the database', async () => {
  const { app, page } = await startDesktop(folder);
  await expect(page.getByRole('heading', { name: 'Set up Signalbox' })).toBeVisible();
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve));
  await app.close();
  expect(await ended).toBe(0);
});
