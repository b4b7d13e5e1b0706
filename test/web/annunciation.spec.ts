import { expect } from '@playwright/test';
import { arranging, openDesk, test } from './support/site.ts';

test('an urgent alarm sounds until it is silenced, which acknowledges nothing', async ({
  browser,
  site,
}) => {
  const { name } = site.devices.node;
  await using desk = await openDesk(browser, site, '/shopfloor/machines');
  const silence = desk.getByRole('button', { name: 'Silence' });
  const urgent = desk.getByLabel('Priority 1: 1 unacknowledged alarm');
  await expect(silence).toHaveCount(0);

  await site.devices.command(`estop ${name} tripped`);
  await expect(silence).toBeVisible();
  await expect(urgent).toBeVisible();
  await desk.keyboard.press('F8');
  await expect(silence).toHaveCount(0);
  await expect(urgent).toBeVisible();

  await site.devices.command(`estop ${name} normal`);
  using console = await arranging(site);
  const { rows } = await console.client.alarms.list({ open: true, priorities: ['P1'] });
  await console.client.alarms.acknowledge({
    alarms: rows.map(({ id, annunciation }) => ({ id, annunciation })),
  });
  const standing = await console.client.shopfloor.estops.standing();
  for (const { id } of standing) await console.client.shopfloor.estops.acknowledge({ id });
  await expect(urgent).toHaveCount(0);
});
