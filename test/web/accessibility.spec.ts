import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { lostReaders, raiseBeside } from '#test/support/raise-alarms.ts';
import { arranging, signIn, signInForm, test } from './support/site.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const themes = ['dark', 'light'] as const;

/** What axe finds, short enough to read in a failed test. */
async function violations(page: Page, theme: (typeof themes)[number] = 'dark'): Promise<string[]> {
  // A colour that is on its way to the other theme has no contrast to be measured.
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  const axe = new AxeBuilder({ page });
  // Nothing but colours differs between the themes, and every rule takes its time.
  if (theme === 'dark') axe.withTags(tags);
  else axe.withRules(['color-contrast']);
  // React Aria announces by a picture whose name it takes away afterwards; nobody sees it.
  const found = await axe.exclude('[data-live-announcer]').analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}

test('the sign-in screen keeps WCAG 2.2 AA', async ({ page, site }) => {
  await page.goto(site.server.url);
  await expect(signInForm(page).submit).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('what a wall display shows keeps WCAG 2.2 AA, from pairing to its end', async ({
  page,
  site,
}) => {
  using console = await arranging(site);
  const { displays } = console.client.identity;
  const { id, code } = await displays.create({ name: 'Hall', locale: 'en', validDays: 3 });
  await page.goto(`${site.server.url}/#/display/${code}`);
  const pair = page.getByRole('button', { name: 'Make this the display' });
  await expect(pair).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await pair.click();
  await expect(page.getByText('This display ends on')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Areas' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await displays.revoke({ id });
  await expect(page.getByText('This display was revoked')).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

const screens = [
  '/shopfloor/machines',
  '/shopfloor/sessions',
  '/shopfloor/structure',
  '/shopfloor/nodes',
  '/shopfloor/log',
  '/shopfloor/reports',
  '/shopfloor/my-use',
  '/alarms',
  '/alarms-set-aside',
  '/alarm-journal',
  '/alarm-hand-over',
  '/alarm-performance',
  '/alarm-types',
  '/operator-positions',
  '/alarm-notifications',
  '/wall',
  '/users',
  '/roles',
  '/badges',
  '/readers',
  '/tokens',
  '/displays',
  '/security-events',
  '/audit',
  '/retention',
  '/account',
] as const;

test('every screen of the console keeps WCAG 2.2 AA in both themes', async ({ page, site }) => {
  test.setTimeout(600_000);
  await raiseBeside(site.server.dataDir, lostReaders(7, 8));
  await signIn(page, site);
  for (const screen of screens) {
    await page.goto(`${site.server.url}/#${screen}`);
    const main = page.getByRole('main');
    await expect(main).not.toBeEmpty();
    await expect(main.getByText('This screen does not exist')).toHaveCount(0);
    for (const theme of themes) {
      expect.soft(await violations(page, theme), `${screen}, ${theme}`).toEqual([]);
    }
  }
});

/** Alarm screens with a row chosen, in languages and at the density that the others are not shown in. */
const chosenRows = {
  ko: ['/alarms', '/alarms-set-aside', '/alarm-journal', '/alarm-types', '/operator-positions'],
  ja: ['/alarms', '/alarms-set-aside', '/alarm-hand-over', '/alarm-performance'],
} as const;

test('alarm screens with a row chosen keep WCAG 2.2 AA at touch density in Korean and Japanese', async ({
  browser,
  site,
}) => {
  test.setTimeout(300_000);
  await raiseBeside(site.server.dataDir, lostReaders(17, 18));
  using console = await arranging(site);
  const { alarms } = console.client;
  const { rows } = await alarms.list({ sourceType: 'reader', sourceId: 'spare-18', limit: 1 });
  const wish = { seconds: 3600, oneShot: false, reason: 'Spare parts' };
  await alarms.shelving.shelve({
    alarms: rows.map(({ id, annunciation }) => ({ id, annunciation })),
    ...wish,
  });
  for (const language of ['ko', 'ja'] as const) {
    await using context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await signIn(page, site);
    const kept = JSON.stringify({ state: { density: 'touch', language }, version: 1 });
    await page.evaluate((text) => localStorage.setItem('signalbox.preferences', text), kept);
    for (const screen of chosenRows[language]) {
      await page.goto(`${site.server.url}/#${screen}`);
      await page.reload();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      const first = page.getByRole('main').locator('[data-row-id]').first();
      if (screen !== '/alarm-hand-over') await first.click();
      expect.soft(await violations(page), `${screen}, ${language}`).toEqual([]);
    }
  }
});
