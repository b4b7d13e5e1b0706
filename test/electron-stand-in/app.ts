import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { App as ElectronApp } from 'electron';
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

class CommandLine extends standInFor('app.commandLine') {
  readonly #switches = new Map<string, string>();

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value);
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name);
  }

  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? '';
  }

  removeSwitch(name: string): void {
    this.#switches.delete(name);
  }
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
    const known = this.#paths.get(name) ?? this.#defaultPath(name);
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

  #defaultPath(name: string): string | undefined {
    const settings = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    const named: Record<string, () => string> = {
      home: homedir,
      temp: tmpdir,
      appData: () => settings,
      userData: () => join(settings, this.name),
      sessionData: () => this.getPath('userData'),
      logs: () => join(this.getPath('userData'), 'logs'),
      crashDumps: () => join(this.getPath('userData'), 'Crashpad'),
      exe: () => process.argv[0] ?? '',
      module: () => process.argv[0] ?? '',
    };
    const folders = ['desktop', 'documents', 'downloads', 'music', 'pictures', 'videos'];
    if (folders.includes(name))
      return join(homedir(), name[0]?.toUpperCase() + basename(name).slice(1));
    return named[name]?.();
  }
}

/** Stands in for Electron's `app`. */
export const app = new App();

app satisfies Shared<App, Omit<ElectronApp, 'commandLine'>>;
