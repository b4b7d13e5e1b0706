import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { type AlarmSite, OPEN, startAlarmSite } from './alarm-site.ts';
import {
  type CountShown,
  countsShown,
  drawnRows,
  heapMegabytes,
  openQueue,
  reactionsOf,
} from './alarm-screen.ts';
import { type KeptStorm, journalEnd, keptSince, RAISES, resetStops, storm } from './alarm-storm.ts';
import { monitorFigures } from './alarm-monitors.ts';
import { openConsolePage } from './console-page.ts';
import { type Figure, figure, timeFigures } from './figures.ts';
import { frameFigures, framesOf, recordFrames } from './frames.ts';
import { processorSeconds, residentMegabytes } from './process-use.ts';

/** What is measured of a page at rest. */
const CALM_MS = 5_000;
/** Keys are pressed so far apart: as fast as a person works the queue. */
const KEY_MS = 400;
const WARM_UP_MS = 2_000;

const what = `${OPEN.toLocaleString('en')} open alarms`;

/** Frames of a page without anything, to which others compare: this machine draws without a GPU. */
async function emptyPage(
  browser: Browser,
  name: string,
  meanwhile: () => Promise<void>,
): Promise<Figure[]> {
  const page = await browser.newPage();
  await recordFrames(page);
  await meanwhile();
  const frames = await framesOf(page);
  await page.close();
  return frameFigures(name, frames);
}

/** How an empty page draws while this machine carries the storm, its server and its database. */
async function emptyInStorm(site: AlarmSite, browser: Browser): Promise<Figure[]> {
  await resetStops(site);
  return emptyPage(browser, `empty page, ${RAISES.toLocaleString('en')} raises`, () =>
    storm(site, 'third'),
  );
}

const lostOf = ({ lines, occurrences }: KeptStorm): number =>
  Math.abs(RAISES - lines) + Math.abs(RAISES - occurrences);

/** From the commit of each P1 to its row; one that was never drawn has taken for ever. */
async function drawnAfter(page: Page, { urgent }: KeptStorm): Promise<number[]> {
  const drawn = await drawnRows(page);
  return urgent.map(({ id, committedAt }) => (drawn[id] || Infinity) - committedAt);
}

/** From the commit of each P1 to the bar counting it. */
function countedAfter({ urgent }: KeptStorm, shown: readonly CountShown[]): number[] {
  const before = shown[0]?.count ?? 0;
  return urgent.map(({ committedAt }, index) => {
    const at = shown.find(({ count }) => count > before + index)?.at ?? Infinity;
    return at - committedAt;
  });
}

/** A storm at which the operator only looks. */
async function watched(site: AlarmSite, page: Page): Promise<Figure[]> {
  const line = await journalEnd(site);
  const processor = await processorSeconds(site.server.pid);
  await recordFrames(page);
  const started = performance.now();
  await storm(site, 'first');
  const seconds = (performance.now() - started) / 1000;
  const frames = await framesOf(page);
  const used = (await processorSeconds(site.server.pid)) - processor;
  const kept = await keptSince(site, line);
  await sleep(WARM_UP_MS);
  const name = `${what}, ${RAISES.toLocaleString('en')} raises`;
  return [
    figure(`${name}: time`, seconds, 's'),
    figure(`${name}: lost or doubled`, lostOf(kept), '', 0),
    figure(`${name}: alarms open because of it`, kept.open, ''),
    ...timeFigures(`${name}: P1 committed → drawn`, await drawnAfter(page, kept), 150),
    ...timeFigures(
      `${name}: P1 committed → counted on the alarm bar`,
      countedAfter(kept, await countsShown(page)),
      1_000,
    ),
    ...frameFigures(name, frames),
    figure(`${name}: one core used by the server`, (100 * used) / seconds, '%'),
  ];
}

/** Goes from alarm to alarm and acknowledges each. */
async function workQueue(page: Page, end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    await page.keyboard.press('ArrowDown');
    await sleep(KEY_MS);
    await page.keyboard.press('a');
    await sleep(2 * KEY_MS);
  }
}

/** A storm in which the operator goes from alarm to alarm and acknowledges each. */
async function worked(site: AlarmSite, page: Page): Promise<Figure[]> {
  await resetStops(site);
  const line = await journalEnd(site);
  await page.locator('[role=grid] [data-row-id]').first().click();
  await recordFrames(page);
  const rest = new AbortController();
  await Promise.all([
    storm(site, 'second').finally(() => rest.abort()),
    workQueue(page, rest.signal),
  ]);
  const frames = await framesOf(page);
  const kept = await keptSince(site, line);
  await sleep(WARM_UP_MS);
  const { ArrowDown, KeyA, acknowledging, acknowledged } = await reactionsOf(page);
  const name = `${what}, ${RAISES.toLocaleString('en')} raises, worked`;
  return [
    figure(`${name}: lost or doubled`, lostOf(kept), '', 0),
    ...timeFigures(`${name}: arrow key → next row chosen`, ArrowDown, 100),
    ...timeFigures(`${name}: key A → seen`, KeyA, 100),
    ...timeFigures(`${name}: key A → acknowledging`, acknowledging),
    ...timeFigures(`${name}: key A → acknowledged`, acknowledged),
    ...frameFigures(name, frames),
  ];
}

/** The queue with a hundred thousand alarms in it, calm and in two storms, on one console. */
export async function benchAlarms(browser: Browser): Promise<Figure[]> {
  await using site = await startAlarmSite();
  const { pid } = site.server;
  const memory = await residentMegabytes(pid);
  const page = await openConsolePage(browser, site.server.url);
  const since = new Date();
  const openedMs = await openQueue(page, site.server.url);
  await sleep(WARM_UP_MS);
  await recordFrames(page);
  await sleep(CALM_MS);
  const calm = await framesOf(page);
  const figures = [
    figure(`${what}: queue opened`, openedMs, 'ms', 1_000),
    ...(await emptyPage(browser, 'empty page', () => sleep(CALM_MS))),
    ...frameFigures(`${what}, calm`, calm),
    ...(await watched(site, page)),
    ...(await worked(site, page)),
    ...(await monitorFigures(site, { what, since })),
    figure(`${what}: memory of the page`, await heapMegabytes(page), 'MB', 100),
    figure(
      `${what}: memory of the server above what it had`,
      (await residentMegabytes(pid)) - memory,
      'MB',
      300,
    ),
  ];
  await page.context().close();
  return [...figures, ...(await emptyInStorm(site, browser))];
}
