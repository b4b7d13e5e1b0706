import { standInFor } from './unimplemented.ts';

class Clipboard extends standInFor('clipboard') {
  #text = '';

  readText(): string {
    return this.#text;
  }

  writeText(text: string): void {
    this.#text = text;
  }

  clear(): void {
    this.#text = '';
  }
}

/** Stands in for Electron's `clipboard`: text only, of this process only. */
export const clipboard = new Clipboard();
