import { expect } from '@playwright/test';
import { lostReaders, raiseBeside } from '#test/support/raise-alarms.ts';
import { smtpServer } from '#test/support/smtp-server.ts';
import { arranging, openDesk, test } from './support/site.ts';
import { quietQueue } from './support/quiet-queue.ts';

test('a mail server is entered, tried out and delivers, each with its result on the screen', async ({
  browser,
  site,
}) => {
  await using smtp = await smtpServer();
  await using desk = await openDesk(browser, site, '/alarm-notifications');
  await desk.getByRole('radio', { name: 'Channels' }).click();
  await desk.getByRole('button', { name: 'Add mail server' }).click();
  const panel = desk.getByRole('complementary');
  await panel.getByRole('textbox', { name: 'Name' }).first().fill('Works mail');
  await panel.getByRole('textbox', { name: 'Mail server (required)' }).fill('127.0.0.1');
  await panel.getByRole('textbox', { name: 'Port' }).fill(String(smtp.port));
  await panel.getByRole('button', { name: /Encryption/u }).click();
  await desk.getByRole('option', { name: 'None' }).click();
  await panel.getByRole('textbox', { name: 'Sender' }).fill('signalbox@example.com');
  await panel.getByRole('button', { name: 'Save' }).click();
  const channel = desk.getByRole('row').filter({ hasText: 'Works mail' });
  await expect(channel).toContainText('Never');

  await channel.click();
  const tryOut = async () => {
    await panel.getByRole('button', { name: 'Send a test' }).click();
    const question = desk.getByRole('dialog', { name: 'Send a test message' });
    await question.getByRole('textbox', { name: 'Address' }).fill('duty@example.com');
    await question.getByRole('button', { name: 'Send a test' }).click();
    await expect(question).toHaveCount(0);
  };
  smtp.refuse('550 unknown', 1);
  await tryOut();
  await expect(panel).toContainText('The test message did not get through');
  await expect(channel).toContainText('Fails');
  await expect(channel).toContainText('The mail server refused it (550).');
  await tryOut();
  await expect(panel).toContainText('The test message was accepted');
  await expect(channel).not.toContainText('Fails');
  await expect(channel).not.toContainText('Never');
  expect(smtp.mails.map(({ to }) => to)).toEqual([['duty@example.com']]);

  await desk.getByRole('radio', { name: 'Routes' }).click();
  await desk.getByRole('button', { name: 'Add route' }).click();
  await panel.getByRole('textbox', { name: 'Name' }).first().fill('Duty officer');
  await panel.getByRole('textbox', { name: 'And these addresses' }).fill('duty@example.com');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(desk.getByRole('row').filter({ hasText: 'Duty officer' })).toBeVisible();
  await raiseBeside(
    site.server.dataDir,
    lostReaders(41).map((raise) => ({ ...raise, priority: 'P1' as const })),
  );
  await desk.getByRole('radio', { name: 'Deliveries' }).click();
  const delivery = desk.getByRole('row').filter({ hasText: 'Spare reader 41' });
  await expect(delivery).toContainText('Sent');
  await expect.poll(() => smtp.mails.at(-1)?.data).toContain('Spare reader 41');

  // The mail server ends with this test; a channel to it would fail in those that follow.
  using console = await arranging(site);
  const { notifications } = console.client.alarms;
  for (const { id, version } of await notifications.routes()) {
    await notifications.removeRoute({ id, version });
  }
  for (const { id, version } of await notifications.channels()) {
    await notifications.removeChannel({ id, version });
  }
  await quietQueue(site);
});
