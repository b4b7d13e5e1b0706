import { expect } from '@playwright/test';
import { navigation, signIn, test } from './support/site.ts';

const said = {
  EN: 'Proof: Password or PIN',
  KO: '확인 수준: 비밀번호 또는 PIN',
  JA: '本人確認: パスワードまたはPIN',
} as const;

test('security events speak in the person’s words, and navigation shows where one is', async ({
  page,
  site,
}) => {
  await page.setViewportSize({ width: 1280, height: 600 });
  await signIn(page, site);
  await page.goto(`${site.server.url}/#/security-events`);
  const here = navigation(page).locator('[aria-current="page"]');
  await expect(here).toBeInViewport();
  for (const language of ['KO', 'JA', 'EN'] as const) {
    await page.getByRole('radio', { name: language }).click();
    const row = page.getByRole('grid').locator('[data-row-id]').first();
    await expect(row).toContainText(said[language]);
    await expect(row).not.toContainText('proven');
  }
});
