import { expect, type Locator, type Page } from '@playwright/test';
import { clearBeside, lostReaders, raiseBeside } from '#test/support/raise-alarms.ts';
import { arranging, openDesk, test, type WholeSite } from './support/site.ts';
import { quietQueue } from './support/quiet-queue.ts';

const queue = (page: Page): Locator => page.getByRole('grid', { name: 'Alarm queue' });
const rowOf = (page: Page, name: string): Locator =>
  queue(page).getByRole('row').filter({ hasText: name });
const panel = (page: Page): Locator => page.getByRole('complementary');

const raiseAs = ({ server }: WholeSite, priority: 'P1' | 'P4', ...numbers: number[]) =>
  raiseBeside(
    server.dataDir,
    lostReaders(...numbers).map((raise) => ({ ...raise, priority })),
  );

test.beforeEach(({ site }) => quietQueue(site));
test.afterAll(({ site }) => quietQueue(site));

test('a row that became urgent keeps its place while the order is held, and says so', async ({
  browser,
  site,
}) => {
  await raiseAs(site, 'P4', 51, 52);
  await using desk = await openDesk(browser, site, '/alarms');
  await expect(rowOf(desk, 'Spare reader 51')).toBeVisible();
  await desk.keyboard.press('p');
  await expect(desk.getByText('Order held', { exact: true })).toBeVisible();
  await raiseAs(site, 'P1', 51);
  await expect(
    rowOf(desk, 'Spare reader 51').getByRole('img', { name: 'Became P1 or P2' }),
  ).toBeVisible();
  await expect(desk.getByText('1 became P1 or P2')).toBeVisible();
  await expect(desk.getByRole('alert').filter({ hasText: 'New priority 1 alarm.' })).toHaveCount(1);
  await desk.keyboard.press('p');
  await expect(desk.getByText('1 became P1 or P2')).toHaveCount(0);
});

test('a view kept under a name is there after a reload and brings its filters back', async ({
  browser,
  site,
}) => {
  await raiseAs(site, 'P4', 53);
  await using desk = await openDesk(browser, site, '/alarms');
  await desk.getByRole('searchbox').fill('Spare reader 53');
  await expect(rowOf(desk, 'Spare reader')).toHaveCount(1);
  await desk.getByRole('button', { name: 'Views' }).click();
  await desk.getByRole('menuitem', { name: 'Keep' }).click();
  await desk.getByRole('textbox', { name: 'Name' }).fill('Only 53');
  await desk.getByRole('dialog').getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(desk.getByRole('dialog')).toHaveCount(0);
  await desk.goto(`${site.server.url}/#/alarms`);
  await desk.reload();
  await desk.getByRole('button', { name: 'Views' }).click();
  await desk.getByRole('menuitem', { name: 'Only 53' }).first().click();
  await expect(desk).toHaveURL(/alarms\.search=Spare\+reader\+53/u);
  await expect(rowOf(desk, 'Spare reader')).toHaveCount(1);
});

test('a latch is reset by R, and an alarm leaves and returns to service by two people', async ({
  browser,
  site,
}) => {
  using console = await arranging(site);
  const { types } = console.client.alarms;
  const latching = async (isLatching: boolean) => {
    const type = (await types.list()).find(({ alarmType }) => alarmType === 'reader_link_down');
    if (!type) throw new Error('The type is missing.');
    const { alarmType, version } = type;
    await types.update({ alarmType, version, changes: { isLatching }, reason: 'For this test' });
  };
  await latching(true);
  await raiseAs(site, 'P4', 54, 55);
  await clearBeside(site.server.dataDir, lostReaders(54));
  await latching(false);
  await using desk = await openDesk(browser, site, '/alarms');
  await rowOf(desk, 'Spare reader 54').click();
  await expect(panel(desk)).toContainText('Spare reader 54');
  await expect(panel(desk).getByRole('button', { name: 'Acknowledge' })).toBeEnabled();
  await desk.keyboard.press('a');
  await expect(desk.getByText('1 alarm acknowledged')).toBeVisible();
  await desk.keyboard.press('r');
  await expect(desk.getByText('1 latch reset')).toBeVisible();

  await desk.keyboard.press('Escape');
  await rowOf(desk, 'Spare reader 55').click();
  await desk.getByRole('button', { name: 'More actions' }).click();
  await desk.getByRole('menuitem', { name: 'Take out of service…' }).click();
  await desk.getByRole('textbox', { name: 'Why, and which work order' }).fill('WO-17, new reader');
  await desk.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(desk.getByText('Asked; somebody else must approve')).toBeVisible();

  const list = '/alarms-set-aside';
  await using approver = await openDesk(browser, site, list, site.supervisor);
  await approver.getByRole('radio', { name: /Out of service/u }).click();
  await approver.getByRole('row').filter({ hasText: 'Spare reader 55' }).click();
  await expect(panel(approver)).toContainText('WO-17, new reader');
  await panel(approver).getByRole('button', { name: 'Approve…' }).click();
  await approver.getByRole('dialog').getByRole('button', { name: 'Approve…' }).click();
  await expect(panel(approver)).toContainText(`Approved by${site.supervisor.fullName}`);
  await queue(desk).press('Escape');
  await expect(rowOf(desk, 'Spare reader 55')).toHaveCount(0);
  await panel(approver).getByRole('button', { name: 'Return to service…' }).click();
  await approver.getByRole('dialog').getByRole('button', { name: 'Return to service…' }).click();
  await expect(approver.getByRole('row').filter({ hasText: 'Spare reader 55' })).toHaveCount(0);
  await expect(rowOf(desk, 'Spare reader 55')).toBeVisible();
});

test('the value of a measured alarm is drawn over its transitions', async ({ browser, site }) => {
  const source = { type: 'node', id: 'spare-77', name: 'Spare node 77' };
  for (const value of [71, 74, 82]) {
    const raise = { alarmType: 'node_line_bad', source, value, limit: 70 };
    await raiseBeside(site.server.dataDir, [raise]);
    if (value < 82)
      await clearBeside(site.server.dataDir, [
        { alarmType: 'node_line_bad', source, value: value - 12 },
      ]);
  }
  await using desk = await openDesk(browser, site, '/alarms');
  await rowOf(desk, 'Spare node 77').click();
  const trend = panel(desk).getByRole('img', { name: 'Value at each transition' });
  await expect(trend).toBeVisible();
  await expect(panel(desk)).toContainText('82 / 70');
});

test('N unfolds the group in which the next alarm lies', async ({ browser, site }) => {
  const source = { type: 'node', id: 'spare-88', name: 'Spare node 88' };
  await raiseAs(site, 'P4', 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70);
  const types = ['node_fault', 'node_line_bad', 'node_no_answer', 'node_fault'];
  await raiseBeside(
    site.server.dataDir,
    types.map((alarmType) => ({ alarmType, source, priority: 'P4' as const })),
  );
  await using desk = await openDesk(browser, site, '/alarms');
  await desk.goto(`${site.server.url}/?alarms.search=Spare+node+88#/alarms`);
  const fold = queue(desk).getByRole('button', { name: '2 more of this source' });
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await desk.keyboard.press('n');
  await expect(panel(desk)).toBeVisible();
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await expect(rowOf(desk, 'Spare node 88')).toHaveCount(3);
});
