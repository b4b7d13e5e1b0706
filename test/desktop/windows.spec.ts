import { expect } from '@playwright/test';
import { launch, startDesktop } from './support/desktop-app.ts';
import { onRealElectron } from './support/electron-binary.ts';
import { test } from './support/fixtures.ts';

test('a second start focuses the first one’s window and ends', async ({
  desktop: { app, page },
  siteFolder,
}) => {
  const window = await app.browserWindow(page);
  await window.evaluate((each) => each.minimize());
  const second = await launch(siteFolder).catch(() => null);
  const ended = second?.process();
  if (ended && ended.exitCode === null) {
    await new Promise((resolve) => ended.once('exit', resolve));
  }
  await expect.poll(() => window.evaluate((each) => each.isMinimized())).toBe(false);
  await expect.poll(() => window.evaluate((each) => each.isFocused())).toBe(true);
  expect(app.windows()).toHaveLength(1);
});

test('a window comes back where it was, unless no display shows that place', async ({
  siteFolder,
}) => {
  const placed = { x: 80, y: 60, width: 1280, height: 800 };
  const lost = { x: 9000, y: 9000, width: 1280, height: 800 };
  /** Starts, answers where the window is, and leaves it at `next`. */
  async function moveTo(next: Electron.Rectangle): Promise<Electron.Rectangle | undefined> {
    await using started = await startDesktop(siteFolder);
    await expect(started.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    return started.app.evaluate(({ BrowserWindow }, bounds) => {
      const window = BrowserWindow.getAllWindows()[0];
      const before = window?.getBounds();
      window?.setBounds(bounds);
      return before;
    }, next);
  }
  await moveTo(placed);
  expect(await moveTo(lost)).toEqual(placed);
  const found = await moveTo(placed);
  expect([found?.x, found?.y]).not.toEqual([lost.x, lost.y]);
});

test('the icon beside the clock tells of alarms, opens the window and quits', async ({
  signedIn: { app, page },
}) => {
  test.skip(onRealElectron, 'Electron does not tell what a tray shows.');
  const tray = await app.evaluateHandle((electron) => {
    const { standIn } = electron as unknown as { standIn: { trays: Set<Electron.Tray> } };
    return [...standIn.trays][0] as unknown as {
      toolTip: string;
      contextMenu: Electron.Menu;
    };
  });
  await expect
    .poll(() => tray.evaluate(({ toolTip }) => toolTip))
    .toBe('Signalbox: no unacknowledged alarms');
  const window = await app.browserWindow(page);
  await window.evaluate((each) => each.minimize());
  await tray.evaluate(({ contextMenu }) => contextMenu.getMenuItemById('open')?.click());
  expect(await window.evaluate((each) => each.isMinimized())).toBe(false);
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await tray
    .evaluate(({ contextMenu }) => contextMenu.getMenuItemById('quit')?.click())
    .catch(() => undefined);
  expect(await ended).toBe(0);
});
