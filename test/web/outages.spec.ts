import { expect } from '@playwright/test';
import type { LiveMachine, LiveWorker } from '#test/support/live-site.ts';
import { machineTile, openDesk, test } from './support/site.ts';

const lost = 'The connection to the core is lost.';
const noDatabase = 'The database cannot be reached.';

test('a console whose server dies says so, comes back by itself and is live again', async ({
  browser,
  site,
}) => {
  const machine = site.machines[2] as LiveMachine;
  const worker = site.workers[2] as LiveWorker;
  await using desk = await openDesk(browser, site, '/shopfloor/machines');
  const tile = machineTile(desk, machine.code);
  await expect(tile).toBeVisible();

  await site.server.crash();
  await expect(desk.getByText(lost)).toBeVisible();
  await expect(tile).toBeVisible();
  await site.server.start();
  await expect(desk.getByText(lost)).toHaveCount(0, { timeout: 30_000 });

  await expect(async () => {
    await site.devices.command(`badge ${machine.reader} ${worker.badge}`);
    await expect(tile).toContainText(worker.fullName, { timeout: 2_500 });
  }).toPass();
});

test('a database that dies is told of, and comes back by itself', async ({ browser, site }) => {
  await using desk = await openDesk(browser, site, '/shopfloor/machines');
  await expect(machineTile(desk, 'MILL-01')).toBeVisible();
  await desk.evaluate((text) => {
    const seen = new MutationObserver(() => {
      if (document.body.textContent?.includes(text)) document.body.dataset['sawBanner'] = 'yes';
    });
    seen.observe(document.body, { childList: true, subtree: true });
  }, noDatabase);
  await site.server.crashDatabase();
  await expect(desk.locator('body')).toHaveAttribute('data-saw-banner', 'yes');
  await expect(desk.getByText(noDatabase)).toHaveCount(0, { timeout: 30_000 });
  await expect(desk.getByRole('contentinfo').getByText('Online')).toBeVisible();
});
