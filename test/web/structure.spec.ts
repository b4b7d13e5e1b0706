import { expect, type Page } from '@playwright/test';
import { arranging, openDesk, test } from './support/site.ts';

async function choose(page: Page, text: string): Promise<void> {
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await (
    await chosen
  ).setFiles({
    name: 'works.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });
}

test('a file of the structure is checked with its problems, then imported', async ({
  browser,
  site,
}) => {
  await using desk = await openDesk(browser, site, '/shopfloor/structure');
  await desk.getByRole('button', { name: 'Export / import' }).click();
  await choose(desk, 'kind,code,name,area,zone\nmachine,LASER-1,Laser,H1,NONE\n');
  await expect(desk.getByText('there is no zone “NONE” in this area')).toBeVisible();
  await choose(
    desk,
    'kind,code,name,area,zone\nzone,LAS,Lasers,H1\nmachine,LASER-1,Laser,H1,LAS\n',
  );
  await expect(desk.getByText('2 to add, 0 to change, 0 unchanged')).toBeVisible();
  await desk.getByRole('button', { name: 'Import 2 changes' }).click();
  await expect(desk.getByRole('row', { name: 'Laser', exact: true })).toBeVisible();
});

test('several machines are changed together, and each says what came of it', async ({
  browser,
  site,
}) => {
  await using desk = await openDesk(browser, site, '/shopfloor/structure');
  await desk.getByRole('row', { name: 'Milling machine 1' }).click();
  await desk.getByRole('row', { name: 'Milling machine 3' }).click({ modifiers: ['Shift'] });
  await desk.getByRole('button', { name: 'Change several' }).click();
  const dialog = desk.getByRole('dialog');
  await expect(dialog.getByText(/^3 of \d+ chosen$/u)).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Time-out' }).fill('77');
  await dialog.getByRole('textbox', { name: 'Time-out' }).press('Tab');
  await dialog.getByRole('button', { name: /^Change \d+ machines/u }).click();
  await expect(dialog.getByText('3 changed, 0 not')).toBeVisible();
});

test('a machine is taken out of service only after its sessions were shown and a reason given', async ({
  browser,
  site,
}) => {
  await using desk = await openDesk(browser, site, '/shopfloor/structure');
  await desk.getByRole('row', { name: 'Milling machine 3' }).click();
  await desk.getByRole('button', { name: 'Take out of service' }).click();
  const question = desk.getByRole('alertdialog');
  await expect(question.getByText('1 machine is concerned')).toBeVisible();
  const confirm = question.getByRole('button', { name: 'Take out of service' });
  await expect(confirm).toBeDisabled();
  await question.getByRole('textbox', { name: 'Reason' }).fill('Belt is torn');
  await confirm.click();
  await expect(desk.getByRole('region', { name: 'Service' })).toContainText('Out of service');
  await desk.getByRole('button', { name: 'Put back into service' }).click();
  await expect(desk.getByRole('region', { name: 'Service' })).toContainText('In service');
});

test('an area shows who may run its machines, and somebody is marked as trained', async ({
  browser,
  site,
}) => {
  await using desk = await openDesk(browser, site, '/shopfloor/structure');
  await desk.getByRole('row', { name: 'Hall 1' }).click();
  const rights = desk.getByRole('region', { name: 'Who may do what here' });
  await expect(rights.getByText(site.workers[0]?.fullName ?? '')).toBeVisible();
  const stranger = rights.getByRole('listitem').filter({ hasText: site.visitor.fullName });
  await stranger.getByRole('button', { name: 'Mark as trained' }).click();
  await expect(desk.getByText('Right changed')).toBeVisible();
  await expect(
    stranger.getByRole('button', { name: `Right of ${site.visitor.fullName}` }),
  ).toBeVisible();

  // Other tests count on a visitor who may run nothing.
  using console = await arranging(site);
  const { users } = console.client.identity;
  const { id, version } = await users.get({ id: site.visitor.userId });
  await users.setScopes({ id, version, scopes: [] });
});
