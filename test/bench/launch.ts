import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import type { BenchSite } from './bench-site.ts';
import { type Figure, figure, timeFigures } from './figures.ts';
import { residentMegabytes } from './process-use.ts';

const LAUNCHES = 5;

/** Starts the server on its warm data folder and opens the page until somebody could sign in. */
async function launchOnce({ server }: BenchSite, browser: Browser): Promise<number[]> {
  await server.stop();
  const context = await browser.newContext();
  const page = await context.newPage();
  const serverMs = await server.start();
  const started = performance.now();
  await page.goto(server.url);
  await page.getByRole('tabpanel').getByRole('textbox').first().waitFor();
  const pageMs = performance.now() - started;
  await context.close();
  return [serverMs, pageMs];
}

/** Gzipped size of every script that the sign-in screen needs. Kilobytes of 1000 bytes. */
async function initialScripts(url: string, browser: Browser): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.push(response.body());
  });
  await page.goto(url);
  await page.getByRole('tabpanel').getByRole('textbox').first().waitFor();
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  await context.close();
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** Launch, first scripts and memory. */
export async function benchLaunch(site: BenchSite, browser: Browser): Promise<Figure[]> {
  const memory = await residentMegabytes(site.server.pid);
  const launches: number[][] = [];
  for (let turn = 0; turn < LAUNCHES; turn += 1) launches.push(await launchOnce(site, browser));
  return [
    ...timeFigures(
      'launch → server ready, warm database',
      launches.map(([serverMs = 0]) => serverMs),
    ),
    ...timeFigures(
      'launch → sign-in interactive',
      launches.map(([serverMs = 0, pageMs = 0]) => serverMs + pageMs),
      1500,
    ),
    figure(
      'scripts before the sign-in is interactive, gzipped',
      await initialScripts(site.server.url, browser),
      'kB',
      220,
    ),
    figure('resident memory of the server after the benchmarks', memory, 'MB'),
  ];
}
