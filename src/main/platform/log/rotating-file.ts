import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Where log files lie and how large they may grow. */
export interface RotatingFileOptions {
  readonly directory: string;
  /** File name without its ending: `signalbox` gives `signalbox.log`, `signalbox.1.log`, … */
  readonly name: string;
  /** A file that would grow beyond this is rotated first. Bytes. */
  readonly maxBytes: number;
  /** Rotated files kept besides the current one. */
  readonly keep: number;
}

/**
 * A file that lines are appended to at once, so that the last line before a crash is there. A disk
 * that refuses a line loses that line and never stops the program; `lost` counts them.
 */
export class RotatingFile implements Disposable {
  readonly #options: RotatingFileOptions;
  #descriptor: number | null;
  #bytes: number;
  /** Lines the disk did not take since the file was opened. */
  lost = 0;

  constructor(options: RotatingFileOptions) {
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    this.#options = options;
    const descriptor = this.#open();
    this.#descriptor = descriptor;
    this.#bytes = fstatSync(descriptor).size;
  }

  /** Appends one line, which carries its own line end. */
  write(line: string): void {
    const bytes = Buffer.from(line);
    try {
      if (this.#bytes > 0 && this.#bytes + bytes.length > this.#options.maxBytes) this.#rotate();
      this.#descriptor ??= this.#open();
      writeSync(this.#descriptor, bytes);
      this.#bytes += bytes.length;
    } catch {
      this.lost += 1;
    }
  }

  [Symbol.dispose](): void {
    this.#close();
  }

  #path(generation: number): string {
    const { directory, name } = this.#options;
    return join(directory, generation === 0 ? `${name}.log` : `${name}.${generation}.log`);
  }

  #open(): number {
    return openSync(this.#path(0), 'a', 0o600);
  }

  /** Forgets the number before anything can fail: a reused one would put lines into another file. */
  #close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    if (descriptor !== null) closeSync(descriptor);
  }

  #rotate(): void {
    this.#close();
    rmSync(this.#path(this.#options.keep), { force: true });
    for (let generation = this.#options.keep - 1; generation >= 0; generation -= 1) {
      moveIfThere(this.#path(generation), this.#path(generation + 1));
    }
    this.#bytes = 0;
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
