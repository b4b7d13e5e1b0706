import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import sirv from 'sirv';

/** How a story is looked at. */
export interface Look {
  readonly theme?: 'dark' | 'light';
  readonly density?: 'compact' | 'touch';
  readonly language?: 'en' | 'ko' | 'ja';
}

/** The stories of this run, served on a port of their own. */
export interface Stories extends AsyncDisposable {
  /** The id of every story. */
  readonly ids: readonly string[];
  /** Opens a story and waits until it is drawn. */
  readonly open: (page: Page, id: string, look?: Look) => Promise<void>;
}

/** The folder of the stories that the run has built, or of new ones that go with `stack`. */
async function findStories(stack: AsyncDisposableStack): Promise<string> {
  const built = process.env['SIGNALBOX_STORIES'];
  if (built !== undefined) return built;
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-stories-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const storybook = join('node_modules', 'storybook', 'dist', 'bin', 'dispatcher.js');
  await promisify(execFile)(process.execPath, [
    storybook,
    'build',
    '--quiet',
    '--test',
    '-o',
    folder,
  ]);
  return folder;
}

async function serveStories(): Promise<Stories> {
  await using stack = new AsyncDisposableStack();
  const folder = await findStories(stack);
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as {
    entries: Record<string, unknown>;
  };
  const server = createServer(sirv(folder));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack.defer(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  const kept = stack.move();
  return {
    ids: Object.keys(index.entries),
    async open(page, id, look = {}) {
      const globals = Object.entries(look)
        .map((pair) => pair.join(':'))
        .join(';');
      await page.goto(
        `http://127.0.0.1:${port}/iframe.html?viewMode=story&id=${id}&globals=${globals}`,
      );
      await page.locator('body.sb-show-main #storybook-root > *').first().waitFor();
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Playwright's `test` with the stories. */
export const test = base.extend<object, { stories: Stories }>({
  stories: [
    async ({ browserName: _any }, use) => {
      await using stories = await serveStories();
      await use(stories);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});
