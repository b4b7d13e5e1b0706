import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { silentLog } from '#platform/log/log.ts';

const openedExternally = vi.hoisted(() => [] as string[]);

vi.mock('electron', () => ({
  session: {},
  shell: { openExternal: async (url: string) => void openedExternally.push(url) },
}));

const { guardContents, mayOpenExternally } = await import('./guards.ts');

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

/** A page whose events the test emits. */
class Page extends EventEmitter {
  open: OpenHandler = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: OpenHandler): void {
    this.open = handler;
  }
  /** Whether the page was kept from what `event` announces. */
  prevented(event: string, url: string): boolean {
    let stopped = false;
    this.emit(event, { url, preventDefault: () => (stopped = true) });
    return stopped;
  }
}

function guarded(): Page {
  const page = new Page();
  guardContents(page as unknown as WebContents, silentLog);
  return page;
}

const foreign = [
  'https://example.com/',
  'https://www.postgresql.org/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,hello',
  'app://console.evil.example/',
  'app://other/index.html',
  'about:blank',
];

describe('requirement 5: a page', () => {
  it.each(foreign)('does not navigate and is not redirected to %s', (url) => {
    expect(guarded().prevented('will-navigate', url)).toBe(true);
    expect(guarded().prevented('will-redirect', url)).toBe(true);
  });

  it('moves within the console', () => {
    expect(guarded().prevented('will-navigate', 'app://console/index.html#/alarms')).toBe(false);
  });

  it('never embeds another', () => {
    expect(guarded().prevented('will-attach-webview', 'app://console/index.html')).toBe(true);
  });

  it('never opens a window; only listed https hosts open in the browser', () => {
    const page = guarded();
    for (const url of [...foreign, 'https://www.postgresql.org/docs/']) {
      expect(page.open({ url } as never)).toEqual({ action: 'deny' });
    }
    expect(openedExternally).toEqual([
      'https://www.postgresql.org/',
      'https://www.postgresql.org/docs/',
    ]);
  });

  it.each([
    'http://www.postgresql.org/',
    'https://www.postgresql.org.evil.example/',
    'https://evil.example/www.postgresql.org',
    'https://www.postgresql.org@evil.example/',
    'https://user@www.postgresql.org/',
    'https://www.postgresql.org:8443/',
    'https://postgresql.org/',
    'ms-msdt:/id',
    'smb://www.postgresql.org/',
    '//www.postgresql.org/',
    '',
  ])('does not send the browser to %j', (url) => {
    expect(mayOpenExternally(url)).toBe(false);
  });
});
