import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App as ElectronApp } from 'electron';
import { defaultPath } from './app-paths.ts';
import { CommandLine } from './command-line.ts';
import { SingleInstance } from './single-instance.ts';
import { type Shared, standInFor } from './unimplemented.ts';

interface Window {
  close(): void;
  isDestroyed(): boolean;
}

/** What the stand-in knows of the application before running it. */
export interface AppIdentity {
  readonly name: string;
  readonly version: string;
  readonly path: string;
}

class App extends standInFor('app') {
  readonly isPackaged = false;
  readonly commandLine = new CommandLine();
  name = 'Electron';
  #version = '0.0.0';
  #path = process.cwd();
  readonly #paths = new Map<string, string>();
  readonly #windows = new Set<Window>();
  #instance: SingleInstance | null = null;
  #quitting = false;
  #ready = false;
  readonly #whenReady = Promise.withResolvers<void>();
  #appUserModelId = '';
  #badgeCount = 0;
  #openAtLogin = false;

  identify({ name, version, path }: AppIdentity): void {
    this.name = name;
    this.#version = version;
    this.#path = path;
  }

  whenReady(): Promise<void> {
    return this.#whenReady.promise;
  }

  isReady(): boolean {
    return this.#ready;
  }

  /** Chromium is there; called once by the stand-in. */
  becomeReady(): void {
    this.#ready = true;
    this.#whenReady.resolve();
    this.emit('ready', {}, {});
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getVersion(): string {
    return this.#version;
  }

  getAppPath(): string {
    return this.#path;
  }

  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    const known =
      this.#paths.get(name) ?? defaultPath(name, this.name, this.#paths.get('userData'));
    if (known === undefined) throw new Error(`Failed to get '${name}' path`);
    return known;
  }

  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true });
    this.#paths.set(name, path);
  }

  setAppLogsPath(path?: string): void {
    this.setPath('logs', path ?? join(this.getPath('userData'), 'logs'));
  }

  setAppUserModelId(id: string): void {
    this.#appUserModelId = id;
  }

  /** What the application set, for tests. */
  get appUserModelId(): string {
    return this.#appUserModelId;
  }

  enableSandbox(): void {
    this.commandLine.appendSwitch('enable-sandbox');
  }

  disableHardwareAcceleration(): void {
    this.commandLine.appendSwitch('disable-gpu');
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    this.#instance ??= new SingleInstance(this.getPath('userData'));
    const start = { argv: process.argv, cwd: process.cwd(), additionalData };
    return this.#instance.take(start, (second) =>
      this.emit('second-instance', {}, second.argv, second.cwd, second.additionalData),
    );
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance?.held ?? false;
  }

  releaseSingleInstanceLock(): void {
    this.#instance?.release();
  }

  setBadgeCount(count = 0): boolean {
    this.#badgeCount = count;
    return true;
  }

  getBadgeCount(): number {
    return this.#badgeCount;
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    this.#openAtLogin = settings.openAtLogin ?? false;
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    const openAtLogin = this.#openAtLogin;
    return {
      openAtLogin,
      wasOpenedAtLogin: false,
      status: openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
    };
  }

  focus(): void {
    this.emit('activate', {}, true);
  }

  quit(): void {
    if (this.#quitting) return;
    if (!this.#announce('before-quit')) return;
    this.#quitting = true;
    for (const window of this.#windows) window.close();
    if (this.#windows.size > 0) this.#quitting = false;
    else this.#finish();
  }

  exit(exitCode = 0): void {
    this.emit('quit', {}, exitCode);
    process.exit(exitCode);
  }

  relaunch(): void {
    this.commandLine.appendSwitch('stand-in-relaunch-requested');
  }

  trackWindow(window: Window): void {
    this.#windows.add(window);
  }

  forgetWindow(window: Window): void {
    this.#windows.delete(window);
    if (this.#windows.size > 0 || this.#quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  #finish(): void {
    if (this.#announce('will-quit')) this.exit(0);
    else this.#quitting = false;
  }

  #announce(event: 'before-quit' | 'will-quit'): boolean {
    let prevented = false;
    this.emit(event, {
      preventDefault: () => {
        prevented = true;
      },
    });
    return !prevented;
  }
}

/** Stands in for Electron's `app`. */
export const app = new App();

app satisfies Shared<App, Omit<ElectronApp, 'commandLine'>>;
