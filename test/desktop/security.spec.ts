import { expect, type Page } from '@playwright/test';
import { onRealElectron } from './support/electron-binary.ts';
import { test } from './support/fixtures.ts';
import { observed } from './support/observed.ts';

test('requirement 2: every window says all that matters of what its page may do', async ({
  desktop: { app, page },
}) => {
  test.skip(onRealElectron, 'Electron does not tell what a window was made with.');
  const window = await app.browserWindow(page);
  const options = await window.evaluate(
    (each) =>
      (each as unknown as { constructorOptions: Electron.BrowserWindowConstructorOptions })
        .constructorOptions,
  );
  expect(options.webPreferences).toEqual({
    preload: expect.stringMatching(/out[/\\]preload[/\\]index\.cjs$/),
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
    allowRunningInsecureContent: false,
    navigateOnDragDrop: false,
    plugins: false,
    spellcheck: false,
    backgroundThrottling: false,
  });
});

test('requirement 3: content comes from app:// alone, and no address leads out of its folder', async ({
  desktop: { app, page },
}) => {
  const url = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
  );
  expect(url).toMatch(/^app:\/\/console\/index\.html/);
  const statuses = await page.evaluate(async () => {
    const paths = [
      '/index.html',
      '/../package.json',
      '/%2e%2e/package.json',
      '/assets/%2e%2e/%2e%2e/%2e%2e/package.json',
      '/..%5c..%5cpackage.json',
      '/assets/..%2f..%2findex.html',
      '/index.html%00.js',
      '/main/index.js',
    ];
    const asked = paths.map(async (path) => [path, (await fetch(path)).status] as const);
    return Object.fromEntries(await Promise.all(asked));
  });
  const { '/index.html': own, ...others } = statuses;
  expect(own).toBe(200);
  expect(new Set(Object.values(others))).toEqual(new Set([404]));
});

/** Does what a page must not be able to do, and answers the violations that Chromium reported. */
async function violations(page: Page, attempt: () => void): Promise<string[]> {
  await page.evaluate(() => {
    Object.assign(window, { violations: [] });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      (window as unknown as { violations: string[] }).violations.push(effectiveDirective);
    });
  });
  await page.evaluate(attempt);
  const read = () =>
    page.evaluate(() => (window as unknown as { violations: string[] }).violations);
  await expect.poll(read).not.toEqual([]);
  return read();
}

test('requirement 4: the policy stops inline scripts, foreign images and frames', async ({
  desktop: { page },
}) => {
  const inline = await violations(page, () => {
    const text = 'document.documentElement.dataset.ran = "yes"';
    document.body.append(Object.assign(document.createElement('script'), { textContent: text }));
  });
  expect(inline).toEqual(['script-src-elem']);
  expect(await page.locator('html[data-ran]').count()).toBe(0);
  const image = await violations(page, () => {
    document.body.append(
      Object.assign(document.createElement('img'), { src: 'http://127.0.0.1:9/pixel.png' }),
    );
  });
  expect(image).toContain('img-src');
  const policy = await page.evaluate(async () =>
    (await fetch('/index.html')).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
});

test('requirement 5: a page neither leaves the console nor opens windows', async ({
  desktop: { app, page },
}) => {
  const before = page.url();
  for (const target of ['https://example.com/', 'data:text/html,hello']) {
    await page.evaluate((address) => window.location.assign(address), target);
  }
  const opened = await page.evaluate(() =>
    ['https://www.postgresql.org.evil.example/', 'javascript:alert(1)', 'file:///etc/passwd'].map(
      (address) => window.open(address),
    ),
  );
  expect(opened).toEqual([null, null, null]);
  expect(page.url()).toBe(before);
  expect(app.windows()).toHaveLength(1);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('requirement 5: only https addresses of listed hosts reach the system’s browser', async ({
  desktop: { app, page },
}) => {
  test.skip(onRealElectron, 'It would open a browser.');
  await page.evaluate(() => {
    window.open('https://www.postgresql.org/docs/');
    window.open('http://www.postgresql.org/');
    window.open('https://www.postgresql.org.evil.example/');
    window.open('https://www.postgresql.org@evil.example/');
  });
  await expect
    .poll(() => observed(app, ({ standIn }) => [...standIn.openedExternally]))
    .toEqual(['https://www.postgresql.org/docs/']);
});

test('requirement 6: pages are refused every permission', async ({ desktop: { app, page } }) => {
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'midi'] as PermissionName[];
    return Promise.all(
      names.map(async (name) => (await navigator.permissions.query({ name })).state),
    );
  });
  expect(states).toEqual(['denied', 'denied', 'denied']);
  test.skip(onRealElectron, 'Electron does not hand out the handlers that were set.');
  const answers = await app.evaluate(({ session }) => {
    const { request, check, device } = (
      session.defaultSession as unknown as {
        permissionHandlers: Record<string, (...args: unknown[]) => unknown>;
      }
    ).permissionHandlers;
    const asked: unknown[] = [];
    request?.(null, 'media', (answer: unknown) => asked.push(answer));
    return [...asked, check?.(null, 'media'), device?.({ deviceType: 'serial' })];
  });
  expect(answers).toEqual([false, false, false]);
});

test('requirement 7: what does not come from the main frame of our page is refused', async ({
  desktop: { app },
}) => {
  test.skip(onRealElectron, 'Electron does not hand out the handlers that were registered.');
  const answers = await app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const sender = BrowserWindow.getAllWindows()[0]?.webContents;
    const { handlerOf } = ipcMain as unknown as {
      handlerOf(channel: string): (event: unknown, ...args: unknown[]) => Promise<unknown>;
    };
    const main = sender?.mainFrame;
    const frames = {
      gone: null,
      iframe: { origin: 'app://console', isDestroyed: () => false },
      foreign: { origin: 'https://example.com' },
    };
    const results: string[] = [];
    for (const channel of ['signalbox:connect', 'signalbox:adopt']) {
      const args = channel === 'signalbox:adopt' ? ['a handover code of 32 characters'] : [];
      for (const [name, senderFrame] of Object.entries(frames)) {
        const from = name === 'foreign' ? { mainFrame: senderFrame } : { mainFrame: main };
        const outcome = await handlerOf
          .call(ipcMain, channel)({ sender: from, senderFrame }, ...args)
          .then(
            () => 'answered',
            (error: Error) => error.message,
          );
        results.push(`${channel} ${name}: ${outcome}`);
      }
    }
    return results;
  });
  expect(answers).toHaveLength(6);
  for (const answer of answers) expect(answer).toMatch(/: The program refused this request\.$/);
});

test('requirement 9: the preload exposes frozen named functions only', async ({
  desktop: { page },
}) => {
  const bridge = await page.evaluate(() => {
    const api = (window as unknown as { signalbox: Record<string, unknown> }).signalbox;
    return {
      keys: Reflect.ownKeys(api).map((key) => `${String(key)}: ${typeof api[String(key)]}`),
      frozen: Object.isFrozen(api),
      leaks: ['require', 'process', 'module', 'ipcRenderer', 'electron'].filter(
        (name) => name in window,
      ),
    };
  });
  expect(bridge).toEqual({ keys: ['adopt: function'], frozen: true, leaks: [] });
});
