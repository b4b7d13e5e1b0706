import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** What a later start tells the first. */
export interface SecondStart {
  readonly argv: string[];
  readonly cwd: string;
  readonly additionalData: unknown;
}

function holderOf(lock: string): number | null {
  try {
    return Number(readlinkSync(lock).split('-').at(-1));
  } catch {
    return null;
  }
}

function isStandIn(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('boot.ts');
  } catch {
    return false;
  }
}

/** The lock by which the first start of an application is its only one, per user data folder. */
export class SingleInstance {
  readonly #lock: string;
  readonly #mailbox: string;
  #held = false;

  constructor(userData: string) {
    this.#lock = join(userData, 'SingletonLock');
    this.#mailbox = join(userData, 'SingletonMailbox');
    mkdirSync(this.#mailbox, { recursive: true });
  }

  /** Whether this process holds the lock. */
  get held(): boolean {
    return this.#held;
  }

  /** Takes the lock, or tells its holder about this start and returns false. */
  take(start: SecondStart, onSecond: (second: SecondStart) => void): boolean {
    if (this.#held) return true;
    const holder = holderOf(this.#lock);
    if (holder !== null && isStandIn(holder)) {
      const draft = join(this.#mailbox, `${process.pid}.draft`);
      writeFileSync(draft, JSON.stringify(start));
      renameSync(draft, join(this.#mailbox, `${process.pid}.json`));
      return false;
    }
    rmSync(this.#lock, { force: true });
    symlinkSync(`${hostname()}-${process.pid}`, this.#lock);
    this.#held = true;
    this.#watch(onSecond);
    process.once('exit', () => this.release());
    return true;
  }

  /** Gives the lock back. */
  release(): void {
    if (this.#held) rmSync(this.#lock, { force: true });
    this.#held = false;
  }

  #watch(onSecond: (second: SecondStart) => void): void {
    watch(this.#mailbox, () => {
      for (const name of readdirSync(this.#mailbox).filter((each) => each.endsWith('.json'))) {
        const path = join(this.#mailbox, name);
        const second = JSON.parse(readFileSync(path, 'utf8')) as SecondStart;
        rmSync(path);
        onSecond(second);
      }
    }).unref();
  }
}
