import type { Page } from '@playwright/test';

/**
 * Run in the page: notes when each row of the queue is drawn first, when the bar counts how many P1,
 * and for each key when the screen has reacted. A message posted in a frame arrives when that frame
 * has been laid out and painted. What changes within a frame, as live rows do, is painted in that one.
 */
const watch = `
const now = () => performance.timeOrigin + performance.now();
const drawnAt = (window.drawnAt = {});
const counted = (window.counted = []);
const afterFrame = (then) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = then;
  port2.postMessage(null);
};
let inFrame = false;
const frame = () => {
  inFrame = true;
  afterFrame(() => (inFrame = false));
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
const painted = (then) => {
  const tell = () => afterFrame(() => then(now()));
  if (inFrame) tell();
  else requestAnimationFrame(tell);
};
const reactions = (window.reactions = { ArrowDown: [], KeyA: [], acknowledging: [], acknowledged: [] });
let pressed = null;
const react = (kind) => {
  const { at } = pressed;
  painted((when) => reactions[kind].push(when - at));
};
addEventListener('keydown', (event) => {
  pressed = { code: event.code, at: performance.timeOrigin + event.timeStamp, done: new Set() };
}, true);
const once = (kind) => {
  if (pressed.done.has(kind)) return;
  pressed.done.add(kind);
  react(kind);
};
const look = (changes) => {
  for (const row of document.querySelectorAll('[role=grid] [data-row-id]')) {
    const id = row.dataset.rowId;
    if (drawnAt[id] !== undefined) continue;
    drawnAt[id] = 0;
    painted((when) => (drawnAt[id] = when));
  }
  const count = Number(document.querySelector('a[href$="/alarms"] [aria-label^="Priority 1"]')?.textContent.replace(/\\D/g, ''));
  if (count !== counted.at(-1)?.count) {
    const entry = { count, at: 0 };
    counted.push(entry);
    painted((when) => (entry.at = when));
  }
  if (pressed?.code === 'ArrowDown' && changes.some(({ attributeName }) => attributeName === 'aria-activedescendant')) once('ArrowDown');
  if (pressed?.code === 'KeyA') {
    if (document.querySelector('[data-pressed=true]')) once('KeyA');
    if (document.querySelector('[data-pending]')) once('acknowledging');
    const cells = document.querySelectorAll('[role=row][aria-selected=true] [role=gridcell]');
    if ([...cells].some(({ textContent }) => /^(ACK|Left)/.test(textContent))) once('acknowledged');
  }
};
new MutationObserver(look).observe(document.body, {
  subtree: true, childList: true, characterData: true, attributes: true,
  attributeFilter: ['aria-activedescendant', 'aria-label', 'data-row-id', 'data-pending', 'data-pressed', 'aria-selected'],
});
look([]);
`;

/** When the bar first showed a count of P1. */
export interface CountShown {
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Times from a key to what it did, painted. Milliseconds. */
export interface Reactions {
  /** To the row below being the chosen one. */
  readonly ArrowDown: readonly number[];
  /** To the key being seen. */
  readonly KeyA: readonly number[];
  /** To the acknowledgement being under way: not before it is known that no badge reader typed the key. */
  readonly acknowledging: readonly number[];
  /** To the row being acknowledged, or having left the queue by it. */
  readonly acknowledged: readonly number[];
}

/** Opens the queue; answers after how many milliseconds its first rows are there. */
export async function openQueue(page: Page, url: string): Promise<number> {
  await page.goto(`${url}/#/shopfloor/machines`);
  await page.waitForTimeout(1_000);
  const started = performance.now();
  await page.goto(`${url}/#/alarms`);
  await page.locator('[role=grid] [data-row-id]').first().waitFor();
  const tookMs = performance.now() - started;
  await page.evaluate(watch);
  return tookMs;
}

/** When each row was drawn first, by key of the alarm. Milliseconds since 1970. */
export const drawnRows = (page: Page): Promise<Record<string, number>> =>
  page.evaluate('({ ...window.drawnAt })');

/** What the bar counted, in turn. */
export const countsShown = (page: Page): Promise<CountShown[]> =>
  page.evaluate('window.counted.slice()');

/** How soon keys showed. */
export const reactionsOf = (page: Page): Promise<Reactions> => page.evaluate('window.reactions');

/** Memory that the page's JavaScript holds after what it no longer needs is gone. MB. */
export async function heapMegabytes(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize / 1e6;
}
