import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded } from './build.ts';
import { check } from './check.ts';
import { requireChromium } from './chromium.ts';
import { capture, run, tool } from './run.ts';
import { installWhatTestsCall } from './system-packages.ts';

/** How many tests of one runner ended which way. */
interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const results = mkdtempSync(join(tmpdir(), 'signalbox-tests-'));
const tally: Tally = { passed: 0, failed: 0, skipped: 0 };

function add(part: Tally): void {
  tally.passed += part.passed;
  tally.failed += part.failed;
  tally.skipped += part.skipped;
}

/** Counts a step that is not made of tests as one test. */
async function step(name: string, work: () => Promise<boolean>): Promise<void> {
  const started = performance.now();
  const ok = await work().catch((error: unknown) => {
    process.stdout.write(`${String(error)}\n`);
    return false;
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${ok ? '✓' : '✗'} ${name} (${seconds} s)\n`);
  add({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
}

async function vitest(): Promise<void> {
  const file = join(results, 'vitest.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run(process.execPath, [tool('vitest'), ...args]);
  const report = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  const failed = report['numFailedTests'] ?? 0;
  // A file that cannot be loaded fails the run without a failed test.
  add({
    passed: report['numPassedTests'] ?? 0,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: report['numPendingTests'] ?? 0,
  });
}

async function playwright(): Promise<void> {
  const file = join(results, 'playwright.json');
  const code = await run(process.execPath, [tool('playwright'), 'test', '--reporter=list,json'], {
    env: {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      SIGNALBOX_CHROMIUM: requireChromium(),
    },
  });
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as { stats: Record<string, number> };
  const failed = stats['unexpected'] ?? 0;
  add({
    passed: (stats['expected'] ?? 0) + (stats['flaky'] ?? 0),
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: stats['skipped'] ?? 0,
  });
}

/** Builds the stories, which the browser tests find by their variable. */
async function storybook(): Promise<boolean> {
  const folder = join(results, 'storybook');
  const args = [tool('storybook'), 'build', '-o', folder, '--test', '--quiet'];
  const { code, output } = await capture(process.execPath, [...args, '--disable-telemetry']);
  process.env['SIGNALBOX_STORIES'] = folder;
  if (code !== 0) process.stdout.write(output);
  return code === 0;
}

installWhatTestsCall();
process.env['SIGNALBOX_CHROMIUM'] = requireChromium();
await step('check', async () => (await check()).length === 0);
await step('build', async () => {
  await buildIfNeeded();
  return true;
});
await vitest();
await step('storybook', storybook);
await playwright();
process.stdout.write(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped\n`);
process.exitCode = tally.failed === 0 ? 0 : 1;
