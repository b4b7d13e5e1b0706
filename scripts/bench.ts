import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { benchAlarms } from '../test/bench/alarms.ts';
import { benchBadges } from '../test/bench/badges.ts';
import { startBenchSite } from '../test/bench/bench-site.ts';
import { type Figure, figureTable } from '../test/bench/figures.ts';
import { benchLaunch } from '../test/bench/launch.ts';
import { benchListCalls } from '../test/bench/list-calls.ts';
import { benchLoad } from '../test/bench/load.ts';
import { benchMoveIn } from '../test/bench/move-in.ts';
import { buildIfNeeded } from './build.ts';
import { requireChromium } from './chromium.ts';
import { root } from './run.ts';

const DEFAULT_LOAD_SECONDS = 30;
const DEFAULT_LINES = 1_000_000;
const results = join(root, 'bench-results.json');

const usage = `npm run bench [-- [--only site|load|alarms|move-in] [--seconds N] [--lines N]]

  --only site    the console itself: badges, lists and launches
  --only load    forty simulated machines over twenty links
  --only alarms  a queue of a hundred thousand, and a thousand raises in ten seconds
  --only move-in a whole ShopMonitor, rehearsed, interrupted and moved
  --seconds N    how long the load lasts (${DEFAULT_LOAD_SECONDS} unless told; 600 for a soak)
  --lines N      log lines of that ShopMonitor (${DEFAULT_LINES} unless told)`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: String(DEFAULT_LOAD_SECONDS) },
    lines: { type: 'string', default: String(DEFAULT_LINES) },
    help: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const lines = Number(values.lines);

const launchBrowser = () =>
  chromium.launch({
    executablePath: requireChromium(),
    args: ['--enable-unsafe-swiftshader', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });

/** The figures of one console, in a real browser. */
async function benchSite(): Promise<Figure[]> {
  await using site = await startBenchSite();
  await using browser = await launchBrowser();
  return [
    ...(await benchBadges(site, browser)),
    ...(await benchListCalls(site)),
    ...(await benchLaunch(site, browser)),
  ];
}

async function benchQueue(): Promise<Figure[]> {
  await using browser = await launchBrowser();
  return await benchAlarms(browser);
}

const isWanted = (part: string): boolean => values.only === undefined || values.only === part;

/** What was measured before and is not measured now. */
function earlierFigures(measured: readonly Figure[]): Figure[] {
  if (values.only === undefined || !existsSync(results)) return [];
  const names = new Set(measured.map(({ name }) => name));
  const { figures } = JSON.parse(readFileSync(results, 'utf8')) as { figures: Figure[] };
  return figures.filter(({ name }) => !names.has(name));
}

async function main(): Promise<void> {
  await buildIfNeeded();
  const figures = [
    ...(isWanted('site') ? await benchSite() : []),
    ...(isWanted('load') ? await benchLoad(seconds) : []),
    ...(isWanted('alarms') ? await benchQueue() : []),
    ...(isWanted('move-in') ? await benchMoveIn(lines) : []),
  ];
  const machine = { cores: cpus().length, processor: cpus()[0]?.model, node: process.version };
  const all = [...earlierFigures(figures), ...figures];
  writeFileSync(
    results,
    `${JSON.stringify({ at: new Date().toISOString(), machine, figures: all }, null, 2)}\n`,
  );
  process.stdout.write(`${figureTable(figures)}\n`);
}

if (values.help) process.stdout.write(`${usage}\n`);
else if (
  !['site', 'load', 'alarms', 'move-in', undefined].includes(values.only) ||
  !(seconds > 0 && lines > 0)
) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 1;
} else await main();
