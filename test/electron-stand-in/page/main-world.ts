import type { WorldBridge } from './world-bridge.ts';

interface Click {
  readonly defaultPrevented: boolean;
  composedPath(): readonly { localName: string; href: string; target: string }[];
  preventDefault(): void;
}

/** What the script needs of the page's global object. */
export interface MainWindow extends Record<string, unknown> {
  addEventListener(type: 'click', listener: (event: Click) => void): void;
}

/**
 * Runs in the page's own world before any of its scripts: receives what the preload exposes, and
 * hands `window.open` to the application. Self-contained: its source runs in the page.
 */
export function runMainWorld(page: MainWindow, bridge: WorldBridge): void {
  const freezeDeeply = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
      Object.freeze(value);
      Object.values(value).forEach(freezeDeeply);
    }
    return value;
  };

  const expose = (name: string, body: string): string => {
    if (name in page)
      return 'Cannot bind an API on top of an existing property on the window object';
    const value = freezeDeeply(bridge.unwrap(body));
    Object.defineProperty(page, name, { value, enumerable: true });
    return '';
  };

  bridge.onMessage(([, name, body]) => expose(String(name), body));

  const askToOpen = (
    url?: string | URL,
    frameName: string | number = '',
    features: string | number = '',
  ): null => {
    const address = url === undefined || String(url) === '' ? 'about:blank' : String(url);
    bridge.ask(['open', '', bridge.wrap([address, String(frameName), String(features)])]);
    return null;
  };

  page['open'] = askToOpen;

  page.addEventListener('click', (event) => {
    const link = event.composedPath().find((each) => each.localName === 'a' && each.href);
    if (event.defaultPrevented || !link || ['', '_self', '_top', '_parent'].includes(link.target))
      return;
    event.preventDefault();
    askToOpen(link.href, link.target === '_blank' ? '' : link.target, '');
  });
}
