import { expect } from '@playwright/test';
import { signIn, test } from './support/site.ts';

test('the command palette opens a screen and runs a command by keyboard alone', async ({
  page,
  site,
}) => {
  await signIn(page, site);
  await page.keyboard.press('Control+K');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await expect(palette.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('machine sess');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(palette).toHaveCount(0);
  await expect(page).toHaveURL(/#\/shopfloor\/sessions/u);

  await page.keyboard.press('Control+K');
  await page.keyboard.type('lock the');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
});

const languages = [
  ['KO', 'ko', '설비'],
  ['JA', 'ja', '設備'],
  ['EN', 'en', 'Machines'],
] as const;

test('the language chosen in the top bar changes every text and what the page says it is', async ({
  page,
  site,
}) => {
  await signIn(page, site);
  for (const [choice, lang, machines] of languages) {
    await page.getByRole('radio', { name: choice }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await expect(page.getByRole('link', { name: machines, exact: true })).toBeVisible();
  }
});

test('led nowhere: the way past the bars to the screen', async ({ page, site }) => {
  await signIn(page, site);
  await page.goto(`${site.server.url}/#/security-events`);
  await page.reload();
  await expect(page.getByRole('grid')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the screen' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page).toHaveURL(/#\/security-events$/u);
  await expect(page.getByRole('grid')).toBeVisible();
});
