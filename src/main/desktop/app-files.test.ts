import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentHeaders } from '#platform/web-content/content-security-policy.ts';
import { serveAppFiles } from './app-files.ts';

let folder: string;
let serve: ReturnType<typeof serveAppFiles>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-files-'));
  const renderer = join(folder, 'renderer');
  await mkdir(join(renderer, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(renderer, 'index.html'), '<!doctype html>');
  await writeFile(join(renderer, 'assets/app-1a2b.js'), 'export {}');
  await symlink(join(folder, 'secret.txt'), join(renderer, 'link.txt'));
  await symlink(folder, join(renderer, 'up'));
  serve = serveAppFiles(renderer);
});

afterAll(() => rm(folder, { recursive: true }));

/** A request as Electron hands it over; its address is taken as it stands. */
const request = (url: string, method = 'GET') => ({ url, method }) as Request;

describe('requirement 3: the files of a window', () => {
  it('are those of the built renderer, with their types', async () => {
    const page = await serve(request('app://console/index.html?x=1#/alarms'));
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    const script = await serve(request('app://console/assets/app-1a2b.js'));
    expect(await script.text()).toBe('export {}');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    'app://console/../secret.txt',
    'app://console/%2e%2e/secret.txt',
    'app://console/assets/%2e%2e/%2e%2e/secret.txt',
    'app://console/..%2fsecret.txt',
    'app://console/..%5csecret.txt',
    'app://console/assets/..\\..\\secret.txt',
    'app://console/index.html%00',
    'app://console/\0index.html',
    'app://console/link.txt',
    'app://console/up/secret.txt',
    'app://console/assets',
    'app://console/',
    'app://other/index.html',
    'app://console.evil.example/index.html',
    'file:///etc/passwd',
    'https://console/index.html',
  ])('are not reached by %j', async (url) => {
    expect((await serve(request(url))).status).toBe(404);
  });

  it('never hold what lies outside, whatever the path', async () => {
    const part = fc.constantFrom('..', '%2e%2e', '.', '/', '%2f', '\\', '%5c', 'up', 'secret.txt');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const answer = await serve(request(`app://console/${parts.join('/')}`));
        expect(await answer.text()).not.toBe('secret');
      }),
    );
  });

  it('are only read', async () => {
    expect((await serve(request('app://console/index.html', 'POST'))).status).toBe(405);
  });
});

describe('requirement 4: the policy', () => {
  it.each(['app://console/index.html', 'app://console/nothing'])('goes with %s', async (url) => {
    const { headers } = await serve(request(url));
    expect(headers.get('content-security-policy')).toBe(contentHeaders['Content-Security-Policy']);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
