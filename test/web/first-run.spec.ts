import { expect, test } from '@playwright/test';
import { administrator } from '#test/support/live-site.ts';
import { startServerProcess } from '#test/support/server-process.ts';
import { navigation } from './support/site.ts';

test('the first run leads from the database to the first administrator and into the console; whoever comes second signs in', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  await using server = await startServerProcess();
  const [mine, other] = await Promise.all([browser.newPage(), browser.newPage()]);
  await Promise.all([mine.goto(server.url), other.goto(server.url)]);
  for (const page of [mine, other]) {
    await expect(page.getByRole('heading', { name: 'Set up Signalbox' })).toBeVisible();
  }
  await expect(
    mine.getByRole('radio', { name: 'In the database that comes with Signalbox' }),
  ).toBeChecked();
  await mine.getByRole('button', { name: 'Continue' }).click();

  for (const page of [mine, other]) {
    await expect(page.getByRole('heading', { name: 'Welcome to Signalbox' })).toBeVisible({
      timeout: 80_000,
    });
    await page.getByRole('textbox', { name: 'Full name' }).fill(administrator.fullName);
    await page.getByRole('textbox', { name: 'User name' }).fill(administrator.username);
    await page.getByLabel(/^Password/u).fill(administrator.password);
  }
  const send = { name: 'Make the administrator and sign in' };
  await mine.getByRole('button', send).click();
  await expect(navigation(mine)).toBeVisible();

  await other.getByRole('button', send).click();
  await expect(other.getByText('Somebody else was first. Sign in instead.')).toBeVisible();
  await other.reload();
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await Promise.all([mine.close(), other.close()]);
});
