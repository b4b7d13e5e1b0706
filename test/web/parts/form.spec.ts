import { expect } from '@playwright/test';
import { test } from './stories.ts';

test.beforeEach(({ page, stories }) => stories.open(page, 'form--machine'));

test('a reload keeps what was entered, but never a PIN', async ({ page }) => {
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByLabel('Name').fill('프레스 9');
  await page.getByLabel('PIN').fill('1234');
  await page.reload();
  await expect(page.getByText('were restored')).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('프레스 9');
  await expect(page.getByLabel('PIN')).toHaveValue('');
  await page.getByRole('button', { name: 'Discard them' }).click();
  await expect(page.getByLabel('Name')).toHaveValue('');
});

test('closing the window asks while something is unsaved', async ({ page }) => {
  await page.getByLabel('Name').fill('Press 9');
  const asked = page.waitForEvent('dialog');
  const leaving = page.reload();
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
  await leaving;
});

test('an error of the server stands next to the entry it is about', async ({ page }) => {
  await page.getByLabel('Name').fill('Press 9');
  await page.getByLabel('Code').fill('TAKEN');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Code')).toHaveAccessibleDescription(/already in use/);
  await expect(page.getByLabel('Code')).toBeFocused();
});

test('any other failure keeps what was entered and names the incident', async ({ page }) => {
  await page.getByLabel('Name').fill('Press 9');
  await page.getByLabel('Code').fill('BROKEN');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('INC-1');
  await expect(page.getByLabel('Name')).toHaveValue('Press 9');
});

test('an empty entry that is needed is refused in words', async ({ page }) => {
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Fill this in.')).toBeVisible();
  await expect(page.getByLabel('Name')).toBeFocused();
});
