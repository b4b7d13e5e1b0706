import { app } from './app.ts';
import { cloneCodec } from './clone-codec.ts';
import type { FrameBridge } from './frame-bridge.ts';
import { dispatch, type Receiver } from './frame-messages.ts';
import { IpcMain } from './ipc.ts';
import type { MessagePortMain } from './message-port.ts';
import { navigate } from './page-requests.ts';
import { type PageEvents, PageTarget } from './page-target.ts';
import { fromChromium, toChromium } from './protocol.ts';
import { session } from './session.ts';
import { preventable } from './preventable.ts';
import { settlePermissions } from './permissions.ts';
import { type Target, targets } from './targets.ts';
import { asElectron, type Shared, standInFor } from './unimplemented.ts';
import { WebFrameMain } from './web-frame-main.ts';
import { decideOpening, type OpenHandler } from './window-open.ts';

interface Options {
  readonly width: number;
  readonly height: number;
  readonly preload: string | undefined;
}

const all = new Map<number, WebContents>();
let lastId = 0;

/** Stands in for Electron's WebContents. */
export class WebContents extends standInFor('webContents') {
  readonly id = ++lastId;
  readonly session: Electron.Session = asElectron(session.defaultSession);
  readonly ipc: Electron.IpcMain = asElectron(new IpcMain());
  readonly #frame = new WebFrameMain(
    this.id,
    (channel, ...args) => this.send(channel, ...args),
    (channel, message, transfer) => this.postMessage(channel, message, transfer),
  );
  readonly #page: Promise<PageTarget>;
  readonly #onCloseRequest: () => void;
  #target: PageTarget | null = null;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  #loading = false;
  #crashed = false;
  #destroyed = false;
  #title = '';

  constructor(options: Options, onCloseRequest: () => void) {
    super();
    this.#onCloseRequest = onCloseRequest;
    all.set(this.id, this);
    const opened = targets().open(options.width, options.height, () => this.destroyed());
    this.#page = opened.then((target) => this.#prepare(target, options));
    this.#page.catch((error: unknown) => console.error('The window did not open:', error));
    app.emit('web-contents-created', preventable({}), this);
  }

  static fromId(id: number): Electron.WebContents | undefined {
    const found = all.get(id);
    return found && asElectron(found);
  }

  static getAllWebContents(): Electron.WebContents[] {
    return [...all.values()].map((each) => asElectron(each));
  }

  static fromDevToolsTargetId(targetId: string): Electron.WebContents | undefined {
    const found = [...all.values()].find((each) => each.#target?.id === targetId);
    return found && asElectron(found);
  }

  get mainFrame(): Electron.WebFrameMain {
    return asElectron(this.#frame);
  }

  /** The page once Chromium has opened it, for the window and the stand-in's own parts. */
  page(): Promise<PageTarget> {
    return this.#page;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    const loaded = new Promise<void>((resolve) => this.once('did-stop-loading', resolve));
    const { errorText } = await navigate(page.session, url);
    if (errorText === undefined) return loaded;
    const reason = errorText.replace('net::', '');
    this.emit('did-fail-load', preventable({}), -2, reason, url, true, this.id, 1);
    throw Object.assign(new Error(`${reason} (-2) loading '${url}'`), {
      code: reason,
      errno: -2,
      url,
    });
  }

  loadFile(path: string): Promise<void> {
    return this.loadURL(new URL(path, `file://${app.getAppPath()}/`).href);
  }

  reload(): void {
    void this.#page.then(({ session: page }) => page.post('Page.reload'));
  }

  reloadIgnoringCache(): void {
    void this.#page.then(({ session: page }) => page.post('Page.reload', { ignoreCache: true }));
  }

  forcefullyCrashRenderer(): void {
    void this.#page.then(({ session: page }) => page.post('Page.crash'));
  }

  send(channel: string, ...args: unknown[]): void {
    this.#target?.bridge?.send(['message', channel, []], cloneCodec.encode(args));
  }

  postMessage(channel: string, message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    const body = cloneCodec.encode([message]);
    const bridge = this.#target?.bridge;
    const ports = transfer as unknown as MessagePortMain[];
    if (bridge) bridge.send(['message', channel, bridge.give(ports)], body);
    else for (const port of ports) port.close();
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.#page).evaluate(code);
  }

  getURL(): string {
    return this.#frame.url;
  }

  getTitle(): string {
    return this.#title;
  }

  getProcessId(): number {
    return this.#frame.processId;
  }

  isLoading(): boolean {
    return this.#loading;
  }

  isCrashed(): boolean {
    return this.#crashed;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  focus(): void {
    void this.#page.then(({ session: page }) => page.post('Page.bringToFront'));
  }

  close(): void {
    this.#onCloseRequest();
  }

  /** Called by the window, or when Chromium has closed the page. */
  destroyed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    all.delete(this.id);
    this.#frame.gone();
    this.#target?.close();
    void this.#page.then(({ id }) => targets().close(id));
    this.emit('destroyed');
  }

  /** A page tried to open a window. */
  openRequested(url: string, frameName: string, features: string): void {
    const request = { url: fromChromium(url), frameName, features, opener: this.getURL() };
    decideOpening(this.#openHandler, request);
  }

  async #prepare(target: Target, options: Options): Promise<PageTarget> {
    await target.session.send('Runtime.evaluate', { expression: '0' });
    const page = new PageTarget(target, this.#events(), options.preload);
    this.#target = page;
    await page.prepared;
    return page;
  }

  #events(): PageEvents {
    return {
      webContentsId: this.id,
      mayNavigate: (address, redirected) => this.#mayNavigate(address, redirected),
      loadStarted: () => {
        this.#loading = true;
        this.emit('did-start-loading');
      },
      committed: (url) => this.#committed(url),
      domReady: () => this.emit('dom-ready', preventable({})),
      loaded: () => this.#loaded(),
      titled: (title) => {
        this.#title = title;
        this.emit('page-title-updated', preventable({}), title, true);
      },
      crashed: () => this.#gone(),
      logged: (level, message) =>
        this.emit('console-message', preventable({ level, message, frame: this.mainFrame })),
      received: (message, bridge) => void dispatch(this.#receiver(bridge), message, bridge),
      preloadFailed: (path, error) => this.#preloadFailed(path, error),
    };
  }

  #receiver(bridge: FrameBridge): Receiver {
    return {
      sender: asElectron(this),
      senderFrame: () => (this.#target?.bridge === bridge ? this.mainFrame : null),
      openRequested: (url, name, features) => this.openRequested(url, name, features),
      preloadFailed: (error) => this.#preloadFailed('', error),
    };
  }

  #committed(chromiumUrl: string): void {
    this.#crashed = false;
    this.#frame.moved(chromiumUrl);
    this.emit('did-navigate', preventable({}), this.getURL(), 200, 'OK');
  }

  #loaded(): void {
    this.#loading = false;
    this.emit('did-finish-load');
    this.emit('did-stop-loading');
  }

  #gone(): void {
    this.#crashed = true;
    const details = { reason: 'crashed', exitCode: 5 };
    this.emit('render-process-gone', preventable({}), details);
    app.emit('render-process-gone', preventable({}), this, details);
  }

  #preloadFailed(path: string, error: Error): void {
    console.error(`Unable to load preload script: ${path}\n`, error);
    this.emit('preload-error', preventable({}), path, error);
  }

  async #mayNavigate(address: string, redirected: boolean): Promise<boolean> {
    const page = await this.#page;
    const details = preventable({
      url: address,
      isSameDocument: false,
      isMainFrame: true,
      frame: this.mainFrame,
    });
    if (redirected) this.emit('will-redirect', details, address, false, true, this.id, 1);
    else if (await page.askedByPage(toChromium(address)))
      this.emit('will-navigate', details, address);
    if (details.defaultPrevented) return false;
    await settlePermissions(asElectron(this), address);
    return true;
  }
}

/** Connects the links that open a window of their own with their page's handler. */
export function watchPopups(): void {
  targets().onPopup((openerId, url) => {
    const opener = WebContents.fromDevToolsTargetId(openerId) as unknown as WebContents | undefined;
    opener?.openRequested(url, '', '');
  });
}

({}) as WebContents satisfies Shared<WebContents, Electron.WebContents>;
