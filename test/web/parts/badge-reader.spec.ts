import { expect } from '@playwright/test';
import { test } from './stories.ts';

const reader = { delay: 8 };
const person = { delay: 130 };

test.beforeEach(({ page, stories }) => stories.open(page, 'badge-reader--types-like-a-keyboard'));

test('a scan is heard, clicks no button and runs no shortcut', async ({ page }) => {
  await page.getByRole('button', { name: 'Delete' }).focus();
  await page.keyboard.type('04A1B2C3', reader);
  await page.keyboard.press('Enter');
  const seen = page.getByRole('status');
  await expect(seen).toHaveText(/badges 04A1B2C3; deleted 0; acknowledged 0/);
  await page.keyboard.press('Enter');
  await expect(seen).toHaveText(/deleted 1; acknowledged 0/);
  // No person follows one key with another within the 100 ms by which readers are told.
  await page.waitForTimeout(200);
  await page.keyboard.press('a');
  await expect(seen).toHaveText(/deleted 1; acknowledged 1/);
});

test('a scan leaves the text that was being entered as it was', async ({ page }) => {
  const note = page.getByLabel('Note');
  await note.focus();
  await page.keyboard.type('a press', person);
  await page.keyboard.type('04FFB2C3', reader);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toHaveText(/badges 04FFB2C3;.*text a press$/);
  await expect(note).toHaveValue('a press');
});

test('a person who types quickly and presses Enter is not disturbed', async ({ page }) => {
  await page.getByLabel('Note').focus();
  await page.keyboard.type('dead beef', person);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Note')).toHaveValue('dead beef');
  await expect(page.getByRole('status')).toHaveText(/badges ; deleted 0/);
});

test('a key shows at once that it was pressed, although it acts only when no reader typed it', async ({
  page,
}) => {
  await page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<string | null>();
    const look = () => resolve(document.querySelector('output')?.textContent ?? null);
    const chip = document.querySelector('[data-pressed]');
    if (chip) new MutationObserver(look).observe(chip, { attributes: true });
    Object.assign(globalThis, { toldAtFirst: promise });
  });
  await page.keyboard.press('a');
  expect(await page.evaluate('toldAtFirst')).toContain('acknowledged 0');
  await expect(page.getByRole('status')).toHaveText(/acknowledged 1/);
  await expect(page.locator('[data-pressed]')).toHaveAttribute('data-pressed', 'false');
});
