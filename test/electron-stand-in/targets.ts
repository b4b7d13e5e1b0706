import type { CdpConnection, CdpSession } from './cdp.ts';

/** A page in Chromium. */
export interface Target {
  readonly id: string;
  readonly session: CdpSession;
}

/** The pages of Chromium: those that windows of the application asked for, and no others. */
export class Targets {
  readonly #connection: CdpConnection;
  readonly #gone = new Map<string, () => void>();
  readonly #refused = new Set<string>();
  #onPopup: (openerId: string, url: string) => void = () => undefined;

  constructor(connection: CdpConnection) {
    this.#connection = connection;
    connection.browser.on('Target.targetCreated', ({ targetInfo }) =>
      this.#refusePopup(targetInfo),
    );
    connection.browser.on('Target.targetInfoChanged', ({ targetInfo }) =>
      this.#refusePopup(targetInfo),
    );
    connection.browser.on('Target.targetDestroyed', ({ targetId }) => {
      this.#gone.get(targetId)?.();
      this.#gone.delete(targetId);
    });
  }

  /** Begins watching for pages that come and go. */
  async watch(): Promise<void> {
    await this.#connection.browser.send('Target.setDiscoverTargets', { discover: true });
  }

  /** Opens an empty page for a window. */
  async open(width: number, height: number, onGone: () => void): Promise<Target> {
    const { browser } = this.#connection;
    const { targetId } = await browser.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      width,
      height,
    });
    this.#gone.set(targetId, onGone);
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    return { id: targetId, session: this.#connection.session(sessionId) };
  }

  /** Called with the address that a page tried to open in a window of its own. */
  onPopup(listener: (openerId: string, url: string) => void): void {
    this.#onPopup = listener;
  }

  /** Closes a page. */
  close(id: string): void {
    this.#connection.browser.post('Target.closeTarget', { targetId: id });
  }

  /** Decides a permission for an origin. */
  async setPermission(name: string, setting: 'granted' | 'denied', origin: string): Promise<void> {
    await this.#connection.browser.send('Browser.setPermission', {
      permission: { name },
      setting,
      origin,
    });
  }

  /** What gets past the page's own `window.open` and links, such as a form with a target. */
  #refusePopup(target: { type: string; targetId: string; openerId?: string; url: string }): void {
    const { type, targetId, openerId, url } = target;
    if (type !== 'page' || !openerId || url === '' || this.#refused.has(targetId)) return;
    this.#refused.add(targetId);
    this.close(targetId);
    this.#onPopup(openerId, url);
  }
}

let current: Targets | null = null;

/** The pages of the running Chromium; throws before `app.whenReady()`. */
export function targets(): Targets {
  if (!current) throw new Error('Cannot create BrowserWindow before app is ready');
  return current;
}

/** Announces the running Chromium. */
export function setTargets(running: Targets): void {
  current = running;
}
