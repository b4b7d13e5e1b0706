import { expect } from '@playwright/test';
import { lostReaders, raiseBeside } from '#test/support/raise-alarms.ts';
import { arranging, openDesk, test } from './support/site.ts';
import { quietQueue } from './support/quiet-queue.ts';

test.beforeEach(({ site }) => quietQueue(site));

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

test('a station without sound is an alarm; one that has it can try it out', async ({
  browser,
  site,
}) => {
  await raiseBeside(site.server.dataDir, lostReaders(82));
  await using desk = await openDesk(browser, site, '/alarms');
  await desk.getByRole('button', { name: 'Alarm sound', exact: true }).click();
  const settings = desk.getByRole('dialog', { name: 'Alarm sound' });
  await settings.getByRole('button', { name: 'Test P1' }).click();
  await expect(settings.getByRole('alert')).toHaveCount(0);
  await settings.getByRole('button', { name: 'Close' }).click();

  const mute = await desk.context().newPage();
  await mute.addInitScript(() => Reflect.deleteProperty(globalThis, 'AudioContext'));
  await mute.goto(`${site.server.url}/#/alarms`);
  await expect(mute.getByText('This station has no sound')).toBeVisible();
  const silent = desk.getByRole('row').filter({ hasText: 'Alarm sound is not heard' });
  await expect(silent).toContainText('Active, unacknowledged');
});

test('an unacknowledged P1 blinks, and is steady for whoever asked for less motion', async ({
  browser,
  site,
}) => {
  const urgent = lostReaders(61).map((raise) => ({ ...raise, priority: 'P1' as const }));
  await raiseBeside(site.server.dataDir, urgent);
  await using desk = await openDesk(browser, site, '/alarms');
  const row = desk.getByRole('row').filter({ hasText: 'Spare reader 61' });
  const symbol = row.getByRole('img', { name: 'Priority 1' });
  const opacity = () => symbol.evaluate((element) => getComputedStyle(element).opacity);
  // Looks that are a whole blink apart would see the same half of it each time.
  const often = { intervals: [130] };
  await expect.poll(opacity, often).toBe('0.25');
  await expect.poll(opacity, often).toBe('1');
  await desk.emulateMedia({ reducedMotion: 'reduce' });
  await desk.locator('html[data-dim]').waitFor();
  expect(await opacity()).toBe('1');
  await desk.locator('html[data-dim]').waitFor({ state: 'detached' });
  expect(await opacity()).toBe('1');
});
