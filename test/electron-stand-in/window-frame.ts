import { app } from './app.ts';
import { preventable } from './preventable.ts';
import { screen } from './screen.ts';
import { standInFor } from './unimplemented.ts';

type State = 'normal' | 'minimized' | 'maximized' | 'fullscreen';

let focused: WindowFrame | undefined;

function startBounds(options: Electron.BrowserWindowConstructorOptions): Electron.Rectangle {
  const { width = 800, height = 600 } = options;
  const area = screen.getPrimaryDisplay().workArea;
  const x = options.x ?? Math.round((area.width - width) / 2);
  const y = options.y ?? Math.round((area.height - height) / 2);
  return { x, y, width, height };
}

/** The frame of a window, which exists only as numbers and states: what a window manager would do. */
export abstract class WindowFrame extends standInFor('BrowserWindow') {
  /** What the application passed to the constructor, for tests. */
  readonly constructorOptions: Electron.BrowserWindowConstructorOptions;
  /** What the application last set of what only a desktop could show, by method, for tests. */
  readonly decorations: Record<string, unknown> = {};
  #bounds: Electron.Rectangle;
  #state: State = 'normal';
  #visible: boolean;
  #title: string;
  #minimumSize: [number, number];
  #alwaysOnTop: boolean;
  #kiosk: boolean;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.constructorOptions = options;
    this.#bounds = startBounds(options);
    this.#visible = options.show ?? true;
    this.#title = options.title ?? app.name;
    this.#minimumSize = [options.minWidth ?? 0, options.minHeight ?? 0];
    this.#alwaysOnTop = options.alwaysOnTop ?? false;
    this.#kiosk = options.kiosk ?? false;
  }

  /** The window that has the keyboard. */
  static get focused(): WindowFrame | undefined {
    return focused;
  }

  /** The size of the page follows the frame. */
  protected abstract resizePage(): void;

  /** The page gets the keyboard. */
  protected abstract focusPage(): void;

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
    if (focused === this) return;
    focused?.blur();
    focusOn(this);
    this.focusPage();
    this.emit('focus', preventable({}));
    app.emit('browser-window-focus', preventable({}), this);
  }

  blur(): void {
    if (focused !== this) return;
    focusOn(undefined);
    this.emit('blur', preventable({}));
    app.emit('browser-window-blur', preventable({}), this);
  }

  isFocused(): boolean {
    return focused === this;
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
    this.resizePage();
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

  setKiosk(flag: boolean): void {
    this.#kiosk = flag;
    this.setFullScreen(flag);
  }

  isKiosk(): boolean {
    return this.#kiosk;
  }

  flashFrame(flag: boolean): void {
    this.decorations['flashFrame'] = flag;
  }

  setBackgroundColor(colour: string): void {
    this.decorations['backgroundColor'] = colour;
  }

  setMenuBarVisibility(visible: boolean): void {
    this.decorations['menuBarVisibility'] = visible;
  }

  removeMenu(): void {
    this.decorations['menu'] = null;
  }

  setOverlayIcon(overlay: Electron.NativeImage | null, description: string): void {
    this.decorations['overlayIcon'] = overlay === null ? null : description;
  }

  setProgressBar(progress: number): void {
    this.decorations['progressBar'] = progress;
  }

  #enter(state: State, event: string): void {
    if (this.#state === state) return;
    this.#state = state;
    this.resizePage();
    this.emit(event);
  }
}

function focusOn(frame: WindowFrame | undefined): void {
  focused = frame;
}
