import { standInFor } from './unimplemented.ts';

/** Stands in for Electron's `app.commandLine`: remembers, and Chromium does not learn of it. */
export class CommandLine extends standInFor('app.commandLine') {
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
