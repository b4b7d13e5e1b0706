import { app } from './app.ts';
import { asElectron, type Shared } from './unimplemented.ts';
import { preventable } from './preventable.ts';
import { WebContents } from './web-contents.ts';
import { WindowFrame } from './window-frame.ts';

const windows = new Map<number, BrowserWindow>();
let lastId = 0;

/** Stands in for Electron's BrowserWindow. Its frame exists only as numbers; its page is real. */
export class BrowserWindow extends WindowFrame {
  readonly id = ++lastId;
  readonly webContents: Electron.WebContents;
  readonly #contents: WebContents;
  #destroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super(options);
    const { width, height } = this.getBounds();
    const preload = options.webPreferences?.preload;
    this.#contents = new WebContents({ width, height, preload }, () => this.close());
    this.webContents = asElectron(this.#contents);
    windows.set(this.id, this);
    app.trackWindow(this);
    this.#follow();
    this.resizePage();
    app.emit('browser-window-created', preventable({}), this);
    if (this.isVisible()) this.focus();
  }

  static getAllWindows(): Electron.BrowserWindow[] {
    return [...windows.values()].map((each) => asElectron(each));
  }

  static fromId(id: number): Electron.BrowserWindow | null {
    const found = windows.get(id);
    return found ? asElectron(found) : null;
  }

  static fromWebContents(webContents: Electron.WebContents): Electron.BrowserWindow | null {
    const found = [...windows.values()].find((each) => each.webContents === webContents);
    return found ? asElectron(found) : null;
  }

  static getFocusedWindow(): Electron.BrowserWindow | null {
    return WindowFrame.focused ? asElectron(WindowFrame.focused) : null;
  }

  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url);
  }

  loadFile(path: string): Promise<void> {
    return this.#contents.loadFile(path);
  }

  reload(): void {
    this.#contents.reload();
  }

  close(): void {
    if (this.#destroyed) return;
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    this.#contents.destroyed();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  #follow(): void {
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    this.#contents.on('page-title-updated', (event: Electron.Event, title: string) => {
      this.emit('page-title-updated', event, title, true);
      if (!event.defaultPrevented) this.setTitle(title);
    });
    this.#contents.once('destroyed', () => {
      this.#destroyed = true;
      this.blur();
      windows.delete(this.id);
      this.emit('closed');
      app.forgetWindow(this);
    });
  }

  protected override focusPage(): void {
    this.#contents.focus();
  }

  protected override resizePage(): void {
    const { width, height } = this.getBounds();
    void this.#contents.page().then(({ session }) =>
      session.post('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 0,
        mobile: false,
      }),
    );
  }
}

({}) as BrowserWindow satisfies Shared<BrowserWindow, Electron.BrowserWindow>;
