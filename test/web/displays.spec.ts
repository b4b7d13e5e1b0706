import { type Browser, expect, type Page } from '@playwright/test';
import { lostReaders, raiseBeside } from '#test/support/raise-alarms.ts';
import {
  arranging,
  navigation,
  openDesk,
  signInForm,
  test,
  type WholeSite,
} from './support/site.ts';

const live = (wall: Page) => wall.getByRole('status').filter({ hasText: 'Live' });

/** Makes a display as the administrator does, and answers its code. */
async function makeDisplay(desk: Page, name: string): Promise<string> {
  await desk.getByRole('button', { name: 'Add display' }).click();
  await desk.getByRole('textbox', { name: 'Name' }).fill(name);
  await desk.getByRole('button', { name: 'Make display' }).click();
  const code = await desk.getByTestId('secret').textContent();
  await expect(desk.getByTestId('pairing-link')).toHaveText(new RegExp(`/#/display/${code}$`, 'u'));
  await desk.getByRole('button', { name: 'I have kept it' }).click();
  return code ?? '';
}

/** A browser of its own that opens the link of a display and becomes it. */
async function openDisplay(
  browser: Browser,
  { server }: WholeSite,
  code: string,
): Promise<Page & AsyncDisposable> {
  const context = await browser.newContext();
  const wall = await context.newPage();
  await wall.goto(`${server.url}/#/display/${code}`);
  await wall.getByRole('button', { name: 'Make this the display' }).click();
  await expect(live(wall)).toBeVisible();
  return Object.assign(wall, { [Symbol.asyncDispose]: () => context.close() });
}

/** A display that was made by a call, for what is not about making it. */
async function displayOf(browser: Browser, site: WholeSite, name: string) {
  using console = await arranging(site);
  const { displays } = console.client.identity;
  const { id, code } = await displays.create({ name, locale: 'en', validDays: 30 });
  return Object.assign(await openDisplay(browser, site, code), { id });
}

test('a display that an administrator made shows alarms without sign-in, until it is revoked', async ({
  browser,
  site,
}) => {
  await using desk = await openDesk(browser, site, '/displays');
  const code = await makeDisplay(desk, 'Hall wall');
  await using wall = await openDisplay(browser, site, code);
  expect(wall.url()).not.toContain(code);
  await expect(wall.getByRole('heading', { name: 'Alarms · Hall wall' })).toBeVisible();

  await raiseBeside(site.server.dataDir, lostReaders(41));
  await expect(wall.getByText('Spare reader 41')).toBeVisible();
  await expect(desk.getByRole('grid').getByText('Connected')).toBeVisible();

  await wall.reload();
  await expect(wall.getByText('Spare reader 41')).toBeVisible();
  await desk.getByRole('grid').getByText('Hall wall').click();
  await desk.getByRole('button', { name: 'Revoke' }).click();
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(wall.getByRole('heading', { name: 'This display was revoked' })).toBeVisible();
  await expect(wall.getByText('Spare reader 41')).toHaveCount(0);

  await wall.reload();
  await expect(wall.getByRole('heading', { name: 'This display was revoked' })).toBeVisible();
  await wall.getByRole('button', { name: 'Type a code' }).click();
  await wall.getByRole('button', { name: 'Use as a console' }).click();
  await expect(signInForm(wall).submit).toBeVisible();
});

test('a display has no menu and leads nowhere else, and keeps its secret from scripts', async ({
  browser,
  site,
}) => {
  await using wall = await displayOf(browser, site, 'Gate');
  for (const address of ['/#/users', '/#/alarms', '/#/displays']) {
    await wall.goto(site.server.url + address);
    await expect(live(wall)).toBeVisible();
    await expect(navigation(wall)).toHaveCount(0);
  }
  await wall.keyboard.press('Escape');
  await wall.keyboard.press('Control+K');
  await expect(live(wall)).toBeVisible();
  await expect(wall.getByRole('dialog')).toHaveCount(0);
  const cookies = await wall.context().cookies();
  const shown = cookies.find(({ name }) => name.endsWith('display'));
  expect(shown).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict' });
  const kept = await wall.evaluate(() => document.cookie + JSON.stringify(localStorage));
  expect(kept).not.toContain(shown?.value);
});

test('a code opens one display once', async ({ browser, site }) => {
  using console = await arranging(site);
  const { displays } = console.client.identity;
  const { code } = await displays.create({ name: 'Once', locale: 'en', validDays: 1 });
  await using _first = await openDisplay(browser, site, code);
  const context = await browser.newContext();
  const second = await context.newPage();
  await second.goto(`${site.server.url}/#/display`);
  await second.getByRole('textbox', { name: 'Pairing code' }).fill(code);
  await second.getByRole('button', { name: 'Make this the display' }).click();
  await expect(second.getByText('That code is unknown, used or too old.')).toBeVisible();
  await context.close();
});

test('a display says since when it is cut off, and is live again after the server restarts', async ({
  browser,
  site,
}) => {
  await using wall = await displayOf(browser, site, 'Office');
  await site.server.crash();
  await expect(
    wall.getByText(/No connection since \d\d:\d\d:\d\d: this picture is old/u),
  ).toBeVisible();
  await site.server.start();
  await expect(live(wall)).toBeVisible({ timeout: 30_000 });
  await raiseBeside(site.server.dataDir, lostReaders(42));
  await expect(wall.getByText('Spare reader 42')).toBeVisible();
});

test('a display loads a new version of the page by itself, once', async ({ browser, site }) => {
  await using wall = await displayOf(browser, site, 'Dock');
  let loads = 0;
  wall.on('load', () => (loads += 1));
  let asked = 0;
  await wall.route(`${site.server.url}/`, async (route) => {
    if (route.request().resourceType() === 'document') return route.continue();
    asked += 1;
    const response = await route.fetch();
    const page = await response.text();
    const next = asked === 1 ? page.replace(/(src="[^"]+)(\.js")/u, '$1-next$2') : page;
    return route.fulfill({ response, body: next });
  });
  await site.server.crash();
  await site.server.start();
  await expect.poll(() => loads, { timeout: 30_000 }).toBe(1);
  await expect(live(wall)).toBeVisible();
  await expect.poll(() => asked).toBe(2);
  expect(loads).toBe(1);
});
