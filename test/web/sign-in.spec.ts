import { expect } from '@playwright/test';
import { administrator } from '#test/support/live-site.ts';
import { arranging, navigation, openDesk, sendSignIn, signIn, test } from './support/site.ts';

test('a wrong password is refused without a hint, and the right one lets in', async ({
  page,
  site,
}) => {
  await page.goto(site.server.url);
  await sendSignIn(page, { ...administrator, password: 'not this one, surely' });
  await expect(page.getByText('That did not match.')).toBeVisible();
  await sendSignIn(page, administrator);
  await expect(navigation(page)).toBeVisible();
});

test('many wrong passwords are answered by how long to wait', async ({ page, site }) => {
  await page.goto(site.server.url);
  const guess = { username: 'nobody.here', password: 'a guess at a password' };
  await expect(async () => {
    await sendSignIn(page, guess);
    await expect(page.getByText(/Too many attempts\. Try again in/u)).toBeVisible({ timeout: 500 });
  }).toPass();
});

test('a reload finds the session again', async ({ page, site }) => {
  await signIn(page, site);
  await page.reload();
  await expect(navigation(page)).toBeVisible();
});

test('Ctrl+Shift+L covers the work, and the password uncovers it where it was', async ({
  page,
  site,
}) => {
  await signIn(page, site);
  await page.goto(`${site.server.url}/#/shopfloor/machines`);
  await expect(page.getByRole('main').getByText('MILL-01')).toBeVisible();
  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  await expect(page.getByText('MILL-01')).toHaveCount(0);
  await page.getByLabel('Password', { exact: true }).fill(administrator.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main').getByText('MILL-01')).toBeVisible();
});

test('signing out leads to the sign-in screen, also after a reload', async ({ page, site }) => {
  await signIn(page, site);
  await page.getByRole('button', { name: administrator.fullName }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('whoever an administrator shuts out is at the sign-in screen at once', async ({
  browser,
  site,
}) => {
  const { supervisor } = site;
  await using desk = await openDesk(browser, site, '/shopfloor/machines', supervisor);
  using console = await arranging(site);
  const { users } = console.client.identity;
  const setStatus = async (status: 'active' | 'inactive') => {
    const { version } = await users.get({ id: supervisor.userId });
    await users.setStatus({ id: supervisor.userId, version, status });
  };
  await setStatus('inactive');
  await expect(desk.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(desk.getByText('This account can no longer sign in.')).toBeVisible();
  await setStatus('active');
});
