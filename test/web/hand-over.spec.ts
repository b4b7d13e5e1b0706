import { expect, type Page } from '@playwright/test';
import { staleProofs } from '#test/support/beside.ts';
import { lostReaders, raiseBeside } from '#test/support/raise-alarms.ts';
import { arranging, navigation, openDesk, test, type WholeSite } from './support/site.ts';

const badge = '0A004F77E1';
const pin = '604918';
/** As fast as a reader that types like a keyboard. */
const reader = { delay: 8 };

/** Gives the supervisor a badge and a PIN, as an administrator does at the desk. */
async function giveBadge(site: WholeSite): Promise<void> {
  using console = await arranging(site);
  const { badges, users } = console.client.identity;
  const reading = { from: 'wedge', keys: badge } as const;
  const { userId } = site.supervisor;
  await badges.enrol({ userId, readings: [reading, reading] });
  await users.setPin({ id: userId, pin });
}

async function signInByBadge(page: Page, site: WholeSite): Promise<void> {
  await page.goto(site.server.url);
  await page.getByRole('tab', { name: 'Badge' }).click();
  await expect(page.getByText('Hold your badge to the reader')).toBeVisible();
  await expect(async () => {
    // Where the machine is busy the keys come as slowly as a person's, and are none of a badge.
    await page.keyboard.type(badge, reader);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Badge scanned')).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.getByLabel('PIN', { exact: true }).fill(pin);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(navigation(page)).toBeVisible();
}

test('a shift is signed with badge and PIN and received by a colleague', async ({
  browser,
  page,
  site,
}) => {
  await giveBadge(site);
  await raiseBeside(site.server.dataDir, lostReaders(31));
  await signInByBadge(page, site);
  await page.goto(`${site.server.url}/#/alarm-hand-over`);
  await page.getByRole('button', { name: 'Begin a sheet…' }).click();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  const sheet = page.getByRole('complementary');
  await expect(sheet).toContainText('Spare reader 31');
  await sheet.getByLabel('Notes for the next shift').fill('Reader 31 is being repaired.');
  await expect(sheet.getByRole('button', { name: 'Sign…' })).toBeDisabled();
  await page.emulateMedia({ media: 'print' });
  await sheet.getByLabel('Notes for the next shift').fill(`${'A line\n'.repeat(40)}The last`);
  const cut = await sheet
    .getByLabel('Notes for the next shift')
    .evaluate((field) => field.scrollHeight - field.clientHeight);
  expect(cut).toBeLessThanOrEqual(1);
  await page.emulateMedia({ media: null });
  await sheet.getByLabel('Notes for the next shift').fill('Reader 31 is being repaired.');
  await sheet.getByRole('button', { name: 'Save notes and bring up to date' }).click();

  await staleProofs(site.server.dataDir);
  await sheet.getByRole('button', { name: 'Sign…' }).click();
  const question = page.getByRole('dialog', { name: 'Confirm who you are' });
  await question.getByText('PIN', { exact: true }).first().click();
  await question.getByLabel('PIN', { exact: true }).last().fill(pin);
  await question.getByRole('button', { name: 'Confirm' }).click();
  await expect(sheet).toContainText('Waits to be received');
  await expect(sheet.getByRole('textbox')).toHaveCount(0);
  await expect(sheet.getByRole('button', { name: 'Receive…' })).toHaveCount(0);

  await using colleague = await openDesk(browser, site, '/alarm-hand-over');
  await colleague.getByRole('row').filter({ hasText: site.supervisor.fullName }).click();
  const received = colleague.getByRole('complementary');
  await expect(received).toContainText('Reader 31 is being repaired.');
  await received.getByRole('button', { name: 'Receive…' }).click();
  await expect(sheet).toContainText('Ada Marsh');
  await colleague.emulateMedia({ media: 'print' });
  await expect(received.getByText('Reader 31 is being repaired.')).toBeVisible();
  await expect(navigation(colleague)).toBeHidden();
});
