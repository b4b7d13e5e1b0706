import { expect, type Locator, type Page } from '@playwright/test';
import { lostReaders, raiseBeside } from '#test/support/raise-alarms.ts';
import { administrator } from '#test/support/live-site.ts';
import { arranging, openDesk, test, type WholeSite } from './support/site.ts';

const names = ['Spare reader 21', 'Spare reader 22'];

const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('grid', { name: 'Alarm queue' }).getByRole('row').filter({ hasText: name });

async function chooseBoth(page: Page): Promise<void> {
  const [first = '', second = ''] = names;
  await rowOf(page, first).click();
  await rowOf(page, second).click({ modifiers: ['ControlOrMeta'] });
  const chosen = page
    .getByRole('grid', { name: 'Alarm queue' })
    .getByRole('row', { selected: true });
  await expect(chosen).toHaveCount(2);
}

async function remark(page: Page, text: string): Promise<void> {
  await page.keyboard.press('c');
  await page.getByRole('textbox', { name: 'Remark' }).fill(text);
  await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByText('Remark kept with 2 alarms')).toBeVisible();
}

async function shelve(page: Page): Promise<void> {
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Why' }).fill('Spare parts are on their way');
  await dialog.getByRole('button', { name: 'Shelve', exact: true }).click();
}

/** What the core has of both, the first name first. */
async function kept(site: WholeSite) {
  using console = await arranging(site);
  const { rows } = await console.client.alarms.list({ sourceType: 'reader', limit: 100 });
  return names.map((name) => rows.find(({ sourceName }) => sourceName === name));
}

test('two people who act on the same alarms lose nothing of each other: the second is told', async ({
  browser,
  site,
}) => {
  await raiseBeside(site.server.dataDir, lostReaders(21, 22));
  await using first = await openDesk(browser, site, '/alarms');
  await using second = await openDesk(browser, site, '/alarms', site.supervisor);
  await chooseBoth(first);
  await chooseBoth(second);

  await first.keyboard.press('a');
  await expect(first.getByText('2 alarms acknowledged')).toBeVisible();
  await second.keyboard.press('a');
  await expect(second.getByText('2 already acknowledged by somebody else')).toBeVisible();

  await first.keyboard.press('m');
  await expect(first.getByText('2 alarms are yours')).toBeVisible();
  const holder = second.getByRole('complementary').getByText(administrator.fullName);
  await expect(holder.first()).toBeVisible();
  await second.keyboard.press('m');
  await expect(second.getByText('2 changed hands after you chose them')).toBeVisible();
  expect((await kept(site)).map((alarm) => alarm?.assignedToName)).toEqual(
    names.map(() => administrator.fullName),
  );
  await second.keyboard.press('m');
  await expect(second.getByText('2 alarms are yours')).toBeVisible();

  await remark(first, 'the cable is cut');
  await remark(second, 'a new cable is ordered');
  for (const words of ['the cable is cut', 'a new cable is ordered']) {
    await expect(second.getByRole('complementary').getByText(words).first()).toBeVisible();
  }

  await rowOf(first, names[0] ?? '').click();
  await shelve(first);
  await expect(first.getByText('1 alarm shelved')).toBeVisible();
  await shelve(second);
  await expect(second.getByText('1 alarm shelved')).toBeVisible();
  await expect(
    second.getByText(/1 left alone: 1 (?:no longer there|already shelved)/u),
  ).toBeVisible();

  const left = rowOf(second, names[0] ?? '');
  await expect(left.getByText('Left', { exact: true })).toBeVisible();
  await expect(left).not.toContainText('Normal');

  const [shelvedByFirst, shelvedBySecond] = await kept(site);
  expect(shelvedByFirst).toMatchObject({
    acknowledgedByName: administrator.fullName,
    assignedTo: site.supervisor.userId,
    commentCount: 2,
    shelved: { byName: administrator.fullName },
  });
  expect(shelvedBySecond).toMatchObject({ shelved: { byName: site.supervisor.fullName } });
});
