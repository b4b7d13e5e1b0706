import { app } from './app.ts';
import { screen } from './screen.ts';
import { asElectron, type Shared, standInFor } from './unimplemented.ts';
import { preventable, WebContents } from './web-contents.ts';

type State = 'normal' | 'minimized' | 'maximized' | 'fullscreen';

const windows = new Map<number, BrowserWindow>();
let lastId = 0;
let focusedId: number | null = null;

function startBounds(options: Electron.BrowserWindowConstructorOptions): Electron.Rectangle {
  const { width = 800, height = 600 } = options;
  const area = screen.getPrimaryDisplay().workArea;
  const x = options.x ?? Math.round((area.width - width) / 2);
  const y = options.y ?? Math.round((area.height - height) / 2);
  return { x, y, width, height };
}

/** Stands in for Electron's BrowserWindow. Its frame exists only as numbers; its page is real. */
export class BrowserWindow extends standInFor('BrowserWindow') {
  readonly id = ++lastId;
  readonly webContents: Electron.WebContents;
  /** What the application passed to the constructor, for tests. */
  readonly constructorOptions: Electron.BrowserWindowConstructorOptions;
  readonly #contents: WebContents;
  #bounds: Electron.Rectangle;
  #state: State = 'normal';
  #visible: boolean;
  #destroyed = false;
  #title: string;
  #minimumSize: [number, number];
  #alwaysOnTop: boolean;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.constructorOptions = options;
    this.#bounds = startBounds(options);
    this.#visible = options.show ?? true;
    this.#title = options.title ?? app.name;
    this.#minimumSize = [options.minWidth ?? 0, options.minHeight ?? 0];
    this.#alwaysOnTop = options.alwaysOnTop ?? false;
    const { width, height } = this.#bounds;
    const preload = options.webPreferences?.preload;
    this.#contents = new WebContents({ width, height, preload }, () => this.close());
    this.webContents = asElectron(this.#contents);
    windows.set(this.id, this);
    app.trackWindow(this);
    this.#follow();
    this.#resizePage();
    app.emit('browser-window-created', preventable({}), this);
    if (this.#visible) this.focus();
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
    return focusedId === null ? null : BrowserWindow.fromId(focusedId);
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

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    if (this.#visible) return;
    this.#visible = true;
    this.emit('show');
  }

  hide(): void {
    if (!this.#visible) return;
    this.#visible = false;
    this.blur();
    this.emit('hide');
  }

  isVisible(): boolean {
    return this.#visible && this.#state !== 'minimized';
  }

  focus(): void {
    if (focusedId === this.id) return;
    BrowserWindow.getFocusedWindow()?.blur();
    focusedId = this.id;
    this.#contents.focus();
    this.emit('focus', preventable({}));
    app.emit('browser-window-focus', preventable({}), this);
  }

  blur(): void {
    if (focusedId !== this.id) return;
    focusedId = null;
    this.emit('blur', preventable({}));
    app.emit('browser-window-blur', preventable({}), this);
  }

  isFocused(): boolean {
    return focusedId === this.id;
  }

  minimize(): void {
    this.#enter('minimized', 'minimize');
    this.blur();
  }

  isMinimized(): boolean {
    return this.#state === 'minimized';
  }

  maximize(): void {
    this.#enter('maximized', 'maximize');
  }

  unmaximize(): void {
    if (this.#state === 'maximized') this.#enter('normal', 'unmaximize');
  }

  isMaximized(): boolean {
    return this.#state === 'maximized';
  }

  restore(): void {
    if (this.#state === 'minimized') this.#enter('normal', 'restore');
  }

  setFullScreen(flag: boolean): void {
    this.#enter(flag ? 'fullscreen' : 'normal', flag ? 'enter-full-screen' : 'leave-full-screen');
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen';
  }

  getBounds(): Electron.Rectangle {
    const filled = this.#state === 'maximized' || this.#state === 'fullscreen';
    return { ...(filled ? screen.getPrimaryDisplay().workArea : this.#bounds) };
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  getContentBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const before = this.#bounds;
    this.#bounds = { ...before, ...bounds };
    const { x, y, width, height } = this.#bounds;
    if (x !== before.x || y !== before.y) this.emit('move');
    if (width === before.width && height === before.height) return;
    this.#resizePage();
    this.emit('resize');
    this.emit('resized');
  }

  getSize(): number[] {
    const { width, height } = this.getBounds();
    return [width, height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getPosition(): number[] {
    const { x, y } = this.getBounds();
    return [x, y];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimumSize = [width, height];
  }

  getMinimumSize(): number[] {
    return [...this.#minimumSize];
  }

  setAlwaysOnTop(flag: boolean): void {
    this.#alwaysOnTop = flag;
  }

  isAlwaysOnTop(): boolean {
    return this.#alwaysOnTop;
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  #follow(): void {
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    this.#contents.on('page-title-updated', (event: Electron.Event, title: string) => {
      this.emit('page-title-updated', event, title, true);
      if (!event.defaultPrevented) this.#title = title;
    });
    this.#contents.once('destroyed', () => {
      this.#destroyed = true;
      this.blur();
      windows.delete(this.id);
      this.emit('closed');
      app.forgetWindow(this);
    });
  }

  #enter(state: State, event: string): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#resizePage();
    this.emit(event);
  }

  #resizePage(): void {
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
