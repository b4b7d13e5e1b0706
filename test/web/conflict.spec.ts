import { expect, type Page } from '@playwright/test';
import { openDesk, test } from './support/site.ts';

const nameField = (page: Page) =>
  page.getByRole('complementary').getByRole('textbox', { name: /^Name/u });
const save = (page: Page) => page.getByRole('complementary').getByRole('button', { name: 'Save' });

test('two people who edit one machine lose nothing: the second sees both and decides', async ({
  browser,
  site,
}) => {
  await using first = await openDesk(browser, site, '/shopfloor/structure');
  await using second = await openDesk(browser, site, '/shopfloor/structure');
  for (const desk of [first, second]) {
    await desk.getByRole('row', { name: 'Milling machine 1' }).click();
    await expect(nameField(desk)).toBeVisible();
  }
  await nameField(first).fill('Mill by the window');
  await nameField(second).fill('Mill by the door');
  await save(first).click();
  await expect(first.getByText('Mill by the window saved')).toBeVisible();

  await save(second).click();
  await expect(second.getByText('Somebody else saved this in the meantime')).toBeVisible();
  await expect(second.getByText('Mill by the window').first()).toBeVisible();
  await expect(nameField(second)).toHaveValue('Mill by the door');
  await second.getByRole('button', { name: 'Keep my changes' }).click();
  await save(second).click();
  await expect(second.getByText('Mill by the door saved')).toBeVisible();
  await expect(nameField(first)).toHaveValue('Mill by the door');

  // The tests that follow know the machine by its name.
  await nameField(first).fill('Milling machine 1');
  await save(first).click();
  await expect(first.getByRole('row', { name: 'Milling machine 1' })).toBeVisible();
});
