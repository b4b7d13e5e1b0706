import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import type { LiveMachine } from '#test/support/live-site.ts';
import type { BenchSite } from './bench-site.ts';
import { openConsolePage } from './console-page.ts';
import { type Figure, timeFigures } from './figures.ts';
import { until } from './until.ts';

/** After so many milliseconds an RDM6300 repeats the badge, which counts from the second time on. */
const REPEAT_MS = 65;
const BADGES = 60;

/**
 * Run in the page: notes when a tile is drawn as in use. A message posted in a frame arrives when
 * that frame has been laid out and painted.
 */
const noteDrawing = `
const drawnAt = (window.drawnAt = {});
const note = (id) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => (drawnAt[id] = performance.timeOrigin + performance.now());
  requestAnimationFrame(() => port2.postMessage(null));
};
const look = () => {
  for (const tile of document.querySelectorAll('[data-machine-id]')) {
    const id = tile.dataset.machineId;
    const used = tile.textContent.includes('In use');
    if (used && drawnAt[id] === undefined) {
      drawnAt[id] = 0;
      note(id);
    } else if (!used) delete drawnAt[id];
  }
};
new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
`;

const now = (): number => performance.timeOrigin + performance.now();

/** Opens the machines on a browser of its own, noting when each tile is drawn as in use. */
async function openWall(browser: Browser, url: string): Promise<Page> {
  const page = await openConsolePage(browser, url);
  await page.goto(`${url}/#/shopfloor/machines`);
  await page.locator('[data-machine-id]').first().waitFor();
  await page.evaluate(noteDrawing);
  return page;
}

const drawn = (page: Page, id: string): Promise<number | undefined> =>
  page.evaluate<number | undefined>(`window.drawnAt[${JSON.stringify(id)}]`);

interface Presented {
  readonly releasedMs: number;
  readonly drawnMs: number;
}

/** One badge: from the first byte of the reader to the node's relay and to the last of the screens. */
async function present(
  site: BenchSite,
  pages: readonly Page[],
  { id, port, reader }: LiveMachine,
  badge: string,
): Promise<Presented> {
  const node = site.devices.devices.get('N01')?.device;
  const device = site.devices.devices.get(reader)?.device;
  if (node?.kind !== 'node' || device?.kind !== 'reader') throw new Error('No such device.');
  await until(() => device.badge === null && node.ports[port] === 'locked');
  let released = 0;
  node.onCommand((command) => {
    if (command.t === 'release' && command.port === port) released ||= now();
  });
  const started = now();
  device.tap(badge);
  await until(() => released);
  const times = await Promise.all(pages.map((page) => until(() => drawn(page, id))));
  return { releasedMs: released - started, drawnMs: Math.max(...times) - started };
}

async function endSession({ console }: BenchSite, machineId: string): Promise<void> {
  const { sessions } = console.client.shopfloor;
  const { rows } = await sessions.list({ machineId, state: 'active' });
  for (const { id } of rows) await sessions.endOther({ sessionId: id, reason: 'benchmark' });
}

const confirmed = (times: readonly number[]): number[] => times.map((ms) => ms - REPEAT_MS);

/** A badge at a serial reader, over TCP, until the machine may run and two consoles show it. */
export async function benchBadges(site: BenchSite, browser: Browser): Promise<Figure[]> {
  const pages = await Promise.all([1, 2].map(() => openWall(browser, site.server.url)));
  const all: Presented[] = [];
  for (let turn = 0; turn < BADGES; turn += 1) {
    const machine = site.machines[turn % site.machines.length] as LiveMachine;
    const badge = site.workers[turn % site.workers.length]?.badge ?? '';
    all.push(await present(site, pages, machine, badge));
    await endSession(site, machine.id);
    await sleep(300);
  }
  await Promise.all(pages.map((page) => page.context().close()));
  const released = all.map(({ releasedMs }) => releasedMs);
  const shown = all.map(({ drawnMs }) => drawnMs);
  return [
    ...timeFigures('badge presented → machine released', released, 150),
    ...timeFigures('badge read twice → machine released', confirmed(released)),
    ...timeFigures('badge presented → drawn on two browsers', shown),
    ...timeFigures('badge read twice → drawn on two browsers', confirmed(shown), 150),
  ];
}
