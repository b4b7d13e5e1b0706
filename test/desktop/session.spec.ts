import { expect } from '@playwright/test';
import { expectConsole, signIn } from './support/desktop-app.ts';
import { test } from './support/fixtures.ts';

test('a page loaded anew finds its session again', async ({ signedIn: { page } }) => {
  await page.reload();
  await expectConsole(page);
});

test('signing in at one window signs in the others, and signing out all of them', async ({
  desktop: { app, page },
}) => {
  const opened = app.waitForEvent('window');
  await app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.getMenuItemById('new-window')?.click(),
  );
  const second = await opened;
  await expect(second.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await signIn(page);
  await expectConsole(second);
  await second.reload();
  await expectConsole(second);
  await second.getByRole('button', { name: 'Ada Admin' }).click();
  await second.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

for (const event of ['lock-screen', 'suspend'] as const) {
  test(`requirement 18: the console locks with the system (${event})`, async ({
    signedIn: { app, page },
  }) => {
    await app.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), event);
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  });
}

test('fault 16: a page that crashes comes back with its session and its drafts', async ({
  signedIn: { app, page },
}) => {
  const draft = ['signalbox.draft.test', '{"savedAt":1,"values":{"note":"half a sentence"}}'];
  await page.evaluate(([key, value]) => sessionStorage.setItem(key ?? '', value ?? ''), draft);
  const monitors = await page.getByText(/^Monitors:/).textContent();
  await page.evaluate(() => {
    document.title = 'before the crash';
  });
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  // Playwright gives a crashed page up, so the main process looks for it.
  const look = `({ title: document.title, draft: sessionStorage.getItem('${draft[0]}'), text: document.body.innerText })`;
  const inWindow = (): Promise<unknown> =>
    app
      .evaluate(
        ({ BrowserWindow }, code) =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
        look,
      )
      .catch((error: Error) => error.message);
  await expect.poll(inWindow, { timeout: 20_000 }).toEqual({
    title: 'Signalbox',
    draft: draft[1],
    text: expect.stringContaining(monitors ?? 'Monitors:'),
  });
});
