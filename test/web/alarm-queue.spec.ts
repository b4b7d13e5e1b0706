import { expect, type Locator, type Page } from '@playwright/test';
import { lostReaders, raiseBeside } from '#test/support/raise-alarms.ts';
import { openDesk, signIn, test } from './support/site.ts';
import { quietQueue } from './support/quiet-queue.ts';

const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('grid', { name: 'Alarm queue' }).getByRole('row').filter({ hasText: name });

const chosen = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Alarm queue' }).getByRole('row', { selected: true });

/** Alarms that a filter tells from what other tests left in the queue. */
const keyed = (...numbers: readonly number[]) =>
  lostReaders(...numbers).map(({ source, ...rest }) => ({
    ...rest,
    source: { ...source, id: `keyed-${source.id}`, name: `Keyed ${source.name}` },
  }));

test.beforeEach(({ site }) => quietQueue(site));

test('the queue is worked by keyboard alone', async ({ browser, site }) => {
  await raiseBeside(site.server.dataDir, keyed(1, 2, 3));
  await using desk = await openDesk(browser, site, '/alarms');
  await desk.goto(`${site.server.url}/?alarms.search=Keyed#/alarms`);
  const { keyboard } = desk;
  await expect(rowOf(desk, 'Keyed')).toHaveCount(3);

  await keyboard.press('n');
  await expect(chosen(desk)).toHaveCount(1);
  await keyboard.press('Shift+ArrowDown');
  await expect(chosen(desk)).toHaveCount(2);
  await keyboard.press('m');
  await expect(desk.getByText('2 alarms are yours')).toBeVisible();
  await keyboard.press('a');
  await expect(desk.getByText('2 alarms acknowledged')).toBeVisible();

  await keyboard.press('n');
  await expect(chosen(desk)).toHaveCount(1);
  await keyboard.press('s');
  const why = desk.getByRole('textbox', { name: 'Why' });
  await expect(why).toBeVisible();
  while (!(await why.evaluate((field) => field === document.activeElement))) {
    await keyboard.press('Tab');
  }
  await keyboard.type('Spare parts are on their way');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(desk.getByText('1 alarm shelved')).toBeVisible();

  await expect(why).toHaveCount(0);
  await expect(async () => {
    await keyboard.press('Escape');
    await expect(rowOf(desk, 'Keyed')).toHaveCount(2, { timeout: 1_000 });
  }).toPass();
  await keyboard.press('f');
  await expect(desk.getByRole('switch', { name: 'Only what I look after' })).toBeVisible();
  await keyboard.press('Escape');
  await raiseBeside(site.server.dataDir, keyed(9));
  await expect(rowOf(desk, 'Keyed Spare reader 9')).toBeVisible();
  await keyboard.press('n');
  await expect(desk.getByRole('complementary')).toContainText('Keyed Spare reader 9');
  await keyboard.press('o');
  await expect(desk).toHaveURL(/#\/readers/u);
});

test('the queue is worked by touch alone', async ({ browser, site }) => {
  await raiseBeside(site.server.dataDir, lostReaders(4, 5, 6));
  await using context = await browser.newContext({
    hasTouch: true,
    viewport: { width: 1280, height: 800 },
  });
  const kept = JSON.stringify({ state: { density: 'touch' }, version: 1 });
  await context.addInitScript((text) => localStorage.setItem('signalbox.preferences', text), kept);
  const page = await context.newPage();
  await signIn(page, site);
  await page.goto(`${site.server.url}/#/alarms`);
  for (const number of [4, 6]) {
    await rowOf(page, `Spare reader ${number}`).locator('[data-choose]').tap();
  }
  await expect(chosen(page)).toHaveCount(2);
  const commands = page.getByRole('toolbar', { name: 'Filters and commands' });
  await commands.getByRole('button', { name: 'Acknowledge (2)' }).tap();
  await expect(page.getByText('2 alarms acknowledged')).toBeVisible();
  await page.getByRole('button', { name: 'Choose none' }).tap();
  await expect(chosen(page)).toHaveCount(0);
  await rowOf(page, 'Spare reader 5').tap();
  await expect(page.getByRole('complementary')).toContainText('Spare reader 5');
  // Two rows of buttons for fingers, also beside the details: the rest belongs to the alarms.
  expect((await commands.boundingBox())?.height).toBeLessThan(3 * 48);
});
