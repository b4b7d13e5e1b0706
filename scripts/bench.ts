import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { benchBadges } from '../test/bench/badges.ts';
import { startBenchSite } from '../test/bench/bench-site.ts';
import { figureTable } from '../test/bench/figures.ts';
import { benchLaunch } from '../test/bench/launch.ts';
import { benchListCalls } from '../test/bench/list-calls.ts';
import { buildIfNeeded } from './build.ts';
import { requireChromium } from './chromium.ts';
import { root } from './run.ts';

await buildIfNeeded();
await using site = await startBenchSite();
await using browser = await chromium.launch({
  executablePath: requireChromium(),
  args: ['--enable-unsafe-swiftshader', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
const figures = [
  ...(await benchBadges(site, browser)),
  ...(await benchListCalls(site)),
  ...(await benchLaunch(site, browser)),
];
const machine = { cores: cpus().length, processor: cpus()[0]?.model, node: process.version };
writeFileSync(
  join(root, 'bench-results.json'),
  `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2)}\n`,
);
process.stdout.write(`${figureTable(figures)}\n`);
