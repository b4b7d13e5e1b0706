import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

declare global {
  /** What the fixture's main process has seen. */
  var seen: {
    denied: string[];
    redirects: string[];
    opened: string[];
    senders: unknown[];
    second: { argv: string[]; data: unknown }[];
    gone: string[];
    closedPorts: number;
  };
  /** The main process's end of the page's port. */
  var port: { postMessage(message: unknown): void };
}

/** What the fixture's page offers; its type lives here because the page is plain JavaScript. */
interface FixturePage {
  port: { postMessage(message: unknown): void; onmessage: unknown };
  violations: string[];
  refusedModule: string;
  fixture: {
    nested: { list: number[] };
    echo(value: unknown): Promise<unknown>;
    fail(): Promise<never>;
    synchronous(a: number, b: number): number;
    refuse(): never;
    callBack(callback: (text: string) => void): void;
    givePort(): Promise<string>;
  };
}

const executablePath = join(import.meta.dirname, 'bin/electron');
const fixture = join(import.meta.dirname, 'fixture');

let userData: string;
let app: ElectronApplication;
let page: Page;

function launch(folder: string): Promise<ElectronApplication> {
  return _electron.launch({ executablePath, args: [fixture, `--user-data-dir=${folder}`] });
}

function seen<K extends keyof typeof globalThis.seen>(
  what: K,
): Promise<(typeof globalThis.seen)[K]> {
  return app.evaluate((_electronModule, key) => globalThis.seen[key], what) as Promise<
    (typeof globalThis.seen)[K]
  >;
}

/** Runs text in the page: its globals are not those of this file's type-checking. */
function inPage<T>(run: (window: FixturePage) => T): Promise<Awaited<T>> {
  return page.evaluate(`(${String(run)})(globalThis)`);
}

async function connected(): Promise<void> {
  await page.waitForSelector('body[data-connected]');
}

/** Processes that still run in a process group, without those that only await their parent. */
async function livingInGroup(group: number): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    try {
      const [state, , pgrp] =
        readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return pgrp === String(group) && state !== 'Z';
    } catch {
      return false;
    }
  });
}

/** Where the application's Chromium is; runs in the main process. */
function chromiumOf(electron: object): { pid: number; profile: string } {
  return (electron as { standIn: { chromium: { pid: number; profile: string } } }).standIn.chromium;
}

beforeAll(async () => {
  userData = await mkdtemp(join(tmpdir(), 'stand-in-test-'));
  app = await launch(userData);
  page = await app.firstWindow();
  await connected();
});

afterAll(async () => {
  await app.close();
  await rm(userData, { recursive: true });
});

describe('what an application sees', () => {
  it('is Electron of the installed version, with the identity of its package.json', async () => {
    const identity = await app.evaluate(({ app: it_ }) => [
      it_.name,
      it_.getVersion(),
      it_.isPackaged,
    ]);
    expect(identity).toEqual(['stand-in-fixture', '1.2.3', false]);
    expect(await app.evaluate(() => process.versions['electron'])).toMatch(/^45\./);
  });

  it('keeps the options of a window and shows it when the page is ready', async () => {
    const window = await app.browserWindow(page);
    expect(await window.evaluate((each) => each.isVisible())).toBe(true);
    expect(await window.evaluate((each) => each.getBounds())).toMatchObject({
      width: 900,
      height: 700,
    });
    expect(await page.evaluate('[innerWidth, innerHeight]')).toEqual([900, 700]);
    const options = await window.evaluate(
      (each) => (each as unknown as { constructorOptions: unknown }).constructorOptions,
    );
    expect(options).toMatchObject({ webPreferences: { sandbox: true, contextIsolation: true } });
  });

  it('throws by name where a member is missing', async () => {
    const missing = app.evaluate(({ app: it_ }) => it_.showEmojiPanel());
    await expect(missing).rejects.toThrow('The Electron stand-in has no app.showEmojiPanel');
  });

  it('encrypts with the asynchronous safe storage', async () => {
    const round = await app.evaluate(async ({ safeStorage }) => {
      const sealed = await safeStorage.encryptStringAsync('서울 secret');
      return {
        text: sealed.toString('utf8'),
        opened: await safeStorage.decryptStringAsync(sealed),
      };
    });
    expect(round.text).not.toContain('secret');
    expect(round.opened).toEqual({ result: '서울 secret', shouldReEncrypt: false });
  });
});

describe('messages', () => {
  it('carries a click to main and its reply back over a MessagePort', async () => {
    await page.click('#ask');
    await expect.poll(() => page.textContent('#answer')).toContain('who is there?');
  });

  it('carries events pushed by main', async () => {
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('pushed', 'news'),
    );
    await expect.poll(() => page.textContent('#pushed')).toBe('news');
  });

  it('transfers ports from the page to main and further', async () => {
    expect(await inPage((window) => window.fixture.givePort())).toBe('main got ping');
    const answer = await page.evaluate(`new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      port.postMessage({ kind: 'with a port' }, [port2]);
    })`);
    expect(answer).toBe('hello over the second port');
  });

  it('tells each side that the other has closed its port', async () => {
    const closed = await seen('closedPorts');
    await page.evaluate('fixture.connect()');
    await expect.poll(async () => (await seen('senders')).length).toBe(2);
    await page.evaluate('connectedAgain.then((port) => port.close())');
    await expect.poll(() => seen('closedPorts')).toBe(closed + 1);
    const told = page.evaluate(`new Promise((resolve) => {
      window.addEventListener('message', ({ ports: [port] }) => {
        port.addEventListener('close', () => resolve('closed by main'));
        port.start();
        port.postMessage({ kind: 'close' });
      }, { once: true });
      fixture.connect();
    })`);
    expect(await told).toBe('closed by main');
  });

  it('says which frame sent a message, by the application’s own address', async () => {
    expect(await seen('senders')).toContainEqual({
      isMainFrame: true,
      origin: 'app://fixture',
      url: 'app://fixture/page.html',
    });
  });

  it('clones what structured clone clones', async () => {
    const same = await inPage(async (window) => {
      const cyclic: Record<string, unknown> = {
        text: '서울',
        nothing: undefined,
        zero: -0,
        not: NaN,
      };
      cyclic['self'] = cyclic;
      const value = {
        cyclic,
        map: new Map<unknown, unknown>([
          ['k', new Date(0)],
          [{ a: 1 }, new Set([1n])],
        ]),
        bytes: new Uint8Array([1, 2, 255]).subarray(1),
        floats: new Float64Array([0.1]),
        pattern: /a+/gi,
        error: new RangeError('far'),
        sparse: [1, [2, [3]]],
      };
      const back = (await window.fixture.echo(value)) as typeof value;
      const [[, date], [key, set]] = [...back.map] as [
        [string, Date],
        [{ a: number }, Set<bigint>],
      ];
      return [
        back.cyclic['self'] === back.cyclic && 'nothing' in back.cyclic,
        Object.is(back.cyclic['zero'], -0) && Number.isNaN(back.cyclic['not']),
        date instanceof Date && date.getTime() === 0 && key.a === 1 && set.has(1n),
        back.bytes instanceof Uint8Array && back.bytes.join() === '2,255',
        back.floats instanceof Float64Array && back.floats[0] === 0.1,
        back.pattern instanceof RegExp && back.pattern.flags === 'gi',
        back.error instanceof RangeError && back.error.message === 'far',
        JSON.stringify(back.sparse) === '[1,[2,[3]]]',
      ];
    });
    expect(same).toEqual(Array.from({ length: 8 }, () => true));
  });

  it('refuses to clone functions and reports handlers that fail', async () => {
    const refused = inPage((window) => window.fixture.echo({ nested: [Symbol('no')] }));
    await expect(refused).rejects.toThrow('could not be cloned');
    await expect(inPage((window) => window.fixture.fail())).rejects.toThrow(
      "Error invoking remote method 'fail': RangeError: out of range",
    );
  });
});

describe('isolation', () => {
  it('gives the page a frozen interface whose functions run in the preload’s world', async () => {
    const facts = await inPage((window) => {
      let called = '';
      window.fixture.callBack((text) => {
        called = text;
      });
      let refusal = '';
      try {
        window.fixture.refuse();
      } catch (error) {
        refusal = String(error);
      }
      return {
        frozen: Object.isFrozen(window.fixture) && Object.isFrozen(window.fixture.nested.list),
        sum: window.fixture.synchronous(2, 3),
        called,
        refusal,
        leaks: 'require' in window || 'process' in window || '__electronStandInSend' in window,
        refusedModule: window.refusedModule,
      };
    });
    expect(facts).toMatchObject({ frozen: true, sum: 5, called: 'from the preload', leaks: false });
    expect(facts.refusal).toBe('TypeError: refused');
    expect(facts.refusedModule).toContain('module not found: node:fs');
  });

  it('enforces the policy of the protocol handler’s response', async () => {
    expect(await page.evaluate('globalThis.inlineScriptRan')).toBeUndefined();
    await page.evaluate('fetch("https://elsewhere.example/").catch(() => null)');
    expect(await page.evaluate('globalThis.violations')).toContain('connect-src');
  });

  it('shows requests to the handler under the application’s address', async () => {
    const answer = await page.evaluate(
      'fetch("/echo?x=1", { method: "POST", body: "content" }).then((response) => response.json())',
    );
    expect(answer).toEqual({ url: 'app://fixture/echo?x=1', method: 'POST', body: 'content' });
  });

  it('asks the application before a permission is granted', async () => {
    const state = 'navigator.permissions.query({ name: "geolocation" }).then(({ state }) => state)';
    expect(await page.evaluate(state)).toBe('denied');
  });
});

describe('navigation', () => {
  it('lets the application deny links, scripts and redirects', async () => {
    await page.click('#away');
    await expect.poll(() => seen('denied')).toContain('https://elsewhere.example/');
    await page.evaluate('void (location.href = "https://script.example/")');
    await expect.poll(() => seen('denied')).toContain('https://script.example/');
    await page.click('#redirect');
    await expect.poll(() => seen('redirects')).toContain('https://redirected.example/');
    expect(page.url()).toContain('/page.html');
    expect(await page.textContent('#ask')).toBe('Ask main');
  });

  it('lets the application deny new windows, by script or link', async () => {
    expect(
      await page.evaluate('window.open("https://popup.example/", "_blank", "width=200")'),
    ).toBeNull();
    await page.click('#blank');
    await expect
      .poll(() => seen('opened'))
      .toEqual(['https://popup.example/', 'https://blank.example/']);
    expect(app.windows()).toHaveLength(1);
  });
});

describe('a window’s life', () => {
  it('lets the page reload, closing the port of the document before', async () => {
    const closedBefore = await seen('closedPorts');
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.reload(),
    );
    await expect.poll(() => seen('closedPorts')).toBe(closedBefore + 1);
    await connected();
    await page.click('#ask');
    await expect.poll(() => page.textContent('#answer')).toContain('who is there?');
  });

  it('tells the application that its page has crashed, and can reload it', async () => {
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    await expect.poll(() => seen('gone')).toEqual(['crashed']);
    const senders = (await seen('senders')).length;
    await expect.poll(async () => (await seen('senders')).length).toBeGreaterThan(senders);
  });

  it('tells the first instance about a second, which ends', async () => {
    const args = [fixture, '--opened-with', 'order-7', `--user-data-dir=${userData}`];
    const second = spawn(executablePath, args);
    const code = await new Promise((resolve) => second.once('exit', resolve));
    expect(code).toBe(0);
    await expect.poll(async () => (await seen('second')).length).toBe(1);
    const [start] = await seen('second');
    expect(start?.argv).toContain('order-7');
    expect(start?.data).toEqual({ from: second.pid });
  });
});

describe('ending', () => {
  it('leaves no process and no profile after close', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stand-in-test-'));
    const own = await launch(folder);
    await own.firstWindow();
    const { pid, profile } = await own.evaluate(chromiumOf);
    expect((await livingInGroup(pid)).length).toBeGreaterThan(1);
    await own.close();
    await expect.poll(() => livingInGroup(pid), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => existsSync(profile), { timeout: 10_000 }).toBe(false);
    await rm(folder, { recursive: true });
  });

  it('leaves no process when it is killed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stand-in-test-'));
    const own = await launch(folder);
    await own.firstWindow();
    const { pid, profile } = await own.evaluate(chromiumOf);
    own.process().kill('SIGKILL');
    await expect.poll(() => livingInGroup(pid), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => existsSync(profile), { timeout: 10_000 }).toBe(false);
    await rm(folder, { recursive: true });
  });
});
