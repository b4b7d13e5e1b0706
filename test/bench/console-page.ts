import type { Browser, Page } from '@playwright/test';
import { administrator } from '#test/support/live-site.ts';

/** Opens a console in a browser context of its own, where the administrator is signed in. */
export async function openConsolePage(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  const form = page.getByRole('tabpanel');
  await form.getByRole('textbox').first().fill(administrator.username);
  await form.getByLabel('Password', { exact: true }).fill(administrator.password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  return page;
}
