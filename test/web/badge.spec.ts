import { expect } from '@playwright/test';
import type { LiveMachine, LiveWorker } from '#test/support/live-site.ts';
import { machineTile, openDesk, test, type WholeSite } from './support/site.ts';

/** How long the same badge counts as one presentation, with what a reader needs to see it gone. */
const ANEW_MS = 2_500;

async function present({ devices }: WholeSite, { reader }: LiveMachine, badge: string) {
  await devices.command(`badge ${reader} ${badge}`);
}

test('a badge at a reader shows as a running machine on two consoles at once, and again as its end', async ({
  browser,
  site,
}) => {
  const machine = site.machines[0] as LiveMachine;
  const worker = site.workers[0] as LiveWorker;
  await using first = await openDesk(browser, site, '/shopfloor/machines');
  await using second = await openDesk(browser, site, '/shopfloor/machines', site.supervisor);
  const desks = [first, second];
  for (const desk of desks) {
    await expect(machineTile(desk, machine.code)).toContainText('Free');
  }
  await present(site, machine, worker.badge);
  for (const desk of desks) {
    await expect(machineTile(desk, machine.code)).toContainText('In use');
    await expect(machineTile(desk, machine.code)).toContainText(worker.fullName);
  }
  await expect.poll(() => site.devices.command('status')).toMatch(/ports released/u);

  await first.waitForTimeout(ANEW_MS);
  await present(site, machine, worker.badge);
  for (const desk of desks) {
    await expect(machineTile(desk, machine.code)).toContainText('Free');
    await expect(machineTile(desk, machine.code)).not.toContainText(worker.fullName);
  }
  await expect.poll(() => site.devices.command('status')).toMatch(/ports locked/u);
});

test('a refused badge shows on every console with its reason', async ({ browser, site }) => {
  const machine = site.machines[1] as LiveMachine;
  const [holder, second] = site.workers as [LiveWorker, LiveWorker];
  await using desk = await openDesk(browser, site, '/shopfloor/machines');
  const tile = machineTile(desk, machine.code);

  await present(site, machine, '0A0BADBADE');
  await expect(tile).toContainText('Refused: unknown badge');
  await present(site, machine, site.visitor.badge);
  await expect(tile).toContainText(`Refused: ${site.visitor.fullName} · not trained for this area`);
  await present(site, machine, holder.badge);
  await expect(tile).toContainText('In use');
  await present(site, machine, second.badge);
  await expect(tile).toContainText(`Refused: ${second.fullName} · machine is in use`);
  await expect(tile).toContainText(holder.fullName);

  await desk.waitForTimeout(ANEW_MS);
  await present(site, machine, holder.badge);
  await expect(tile).toContainText('Free');
});
