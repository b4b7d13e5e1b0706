import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { test } from './stories.ts';

const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Alarms' });
const headers = (page: Page): Promise<string[]> => page.getByRole('columnheader').allInnerTexts();

/** The row the grid points at; it must be in the page, or a screen reader has nothing to say. */
async function activeRow(page: Page): Promise<string | null> {
  const id = await grid(page).getAttribute('aria-activedescendant');
  return page.locator(`[id="${id}"]`).getAttribute('data-row-id');
}

test.describe('a table of 2,000 rows', () => {
  test.beforeEach(async ({ page, stories }) => {
    await stories.open(page, 'data-table--two-thousand-rows');
    await grid(page).focus();
  });

  test('is worked by keyboard from end to end', async ({ page }) => {
    await page.keyboard.press('End');
    await expect.poll(() => activeRow(page)).toBe('alarm-1999');
    await page.keyboard.press('Home');
    await expect.poll(() => activeRow(page)).toBe('alarm-0');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByText('3 selected')).toBeVisible();
    await page.keyboard.press('Control+a');
    await expect(page.getByText('2,000 selected')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('row', { selected: true })).toHaveCount(0);
  });

  test('keeps the active row in the page while it is scrolled away', async ({ page }) => {
    await page.keyboard.press('ArrowDown');
    await grid(page).evaluate((element) => element.scrollTo(0, 30_000));
    await expect(page.locator('[data-row-id="alarm-1160"]')).toBeVisible();
    expect(await activeRow(page)).toBe('alarm-0');
  });

  test('chooses by mouse with Ctrl and Shift', async ({ page }) => {
    await page.locator('[data-row-id="alarm-2"]').click();
    await page.locator('[data-row-id="alarm-5"]').click({ modifiers: ['Shift'] });
    await page.locator('[data-row-id="alarm-3"]').click({ modifiers: ['Control'] });
    await expect(page.getByText('3 selected')).toBeVisible();
  });

  test('sorts by a press on a header', async ({ page }) => {
    const time = page.getByRole('columnheader', { name: 'Time' });
    await page.getByRole('button', { name: 'Time', exact: true }).click();
    await expect(time).toHaveAttribute('aria-sort', 'ascending');
    await expect(page.locator('[aria-rowindex="2"]')).toHaveAttribute('data-row-id', 'alarm-1999');
    await page.getByRole('button', { name: 'Time', exact: true }).click();
    await expect(page.locator('[aria-rowindex="2"]')).toHaveAttribute('data-row-id', 'alarm-0');
  });

  test('remembers how its columns were arranged', async ({ page, stories }) => {
    await page.getByRole('button', { name: 'Menu of the column Tag' }).click();
    await page.getByRole('menuitem', { name: 'Move left' }).click();
    await page.getByRole('button', { name: 'Menu of the column Site' }).click();
    await page.getByRole('menuitem', { name: 'Hide column' }).click();
    await page.getByRole('button', { name: 'Menu of the column Value' }).click();
    await page.getByRole('menuitem', { name: 'Wider' }).click();
    const arranged = ['!', 'State', 'Tag', 'Time', 'Message', 'Value', 'Owner'];
    await expect.poll(() => headers(page)).toEqual(arranged);
    await stories.open(page, 'data-table--two-thousand-rows');
    expect(await headers(page)).toEqual(arranged);
    expect((await page.getByRole('columnheader', { name: 'Value' }).boundingBox())?.width).toBe(
      104,
    );
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Reset columns' }).click();
    await expect.poll(() => headers(page)).toContain('Site');
  });

  test('exports the rows that are chosen, else all', async ({ page }) => {
    const exported = async (): Promise<string[]> => {
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export CSV' }).click();
      const file = await readFile(await (await waiting).path(), 'utf8');
      return file.trimEnd().split('\r\n');
    };
    expect(await exported()).toHaveLength(2_001);
    await page.locator('[data-row-id="alarm-2"]').click();
    await page.locator('[data-row-id="alarm-4"]').click({ modifiers: ['Shift'] });
    const lines = await exported();
    expect(lines[0]).toBe('\uFEFFPriority,State,Time,Tag,Message,Site,Value,Owner');
    expect(lines).toHaveLength(4);
  });
});

test('a table that the server pages loads the next page as the person nears the end', async ({
  page,
  stories,
}) => {
  await stories.open(page, 'data-table--paged-by-the-server');
  await expect(page.getByText('1,000,000 rows')).toBeVisible();
  await grid(page).evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await grid(page).focus();
  await expect(async () => {
    await page.keyboard.press('End');
    expect(await activeRow(page)).toBe('alarm-299');
  }).toPass();
});

test('a table without rows says how to get some, and one that failed what was kept', async ({
  page,
  stories,
}) => {
  await stories.open(page, 'data-table--empty');
  await expect(page.getByText('Alarms appear here when a monitor')).toBeVisible();
  await stories.open(page, 'data-table--failed');
  await expect(page.getByRole('alert')).toContainText('Nothing was changed.');
  await expect(page.getByRole('alert')).toContainText('INC-7K2M-04');
});
