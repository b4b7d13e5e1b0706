import { fromHex } from '#platform/serial/hex.ts';
import type { NodeSimulator } from './node-simulator.ts';
import type { SiteDevice, SiteSimulator } from './site-simulator.ts';

/** A line from a person or a test was not understood; the message says what would be. */
export class SiteCommandError extends Error {
  override readonly name = 'SiteCommandError';
  readonly code = 'BAD_COMMAND';
}

/** One command of the control channel. */
export interface SiteCommand {
  readonly usage: string;
  readonly does: string;
  run(words: readonly string[]): Promise<string> | string;
}

/** What commands work on. */
export interface SiteContext {
  /** The device of that name, of either kind. Throws {@link SiteCommandError}. */
  any(name: string | undefined): SiteDevice;
  /** The node of that name. Throws {@link SiteCommandError}. */
  node(name: string | undefined): NodeSimulator;
  /** Does something in so many seconds, unless the site ends before. */
  later(seconds: number, action: () => void): void;
}

/** Longest time of a command. Seconds. */
const MAX_SECONDS = 86_400;
const MAX_NODE_PORTS = 16;

/** A number above 0; `fallback` where there is no word. Throws {@link SiteCommandError}. */
export function numberWord(
  word: string | undefined,
  what: string,
  fallback: number,
  most: number,
): number {
  if (word === undefined) return fallback;
  const value = Number(word);
  if (!Number.isFinite(value) || value <= 0 || value > most) {
    throw new SiteCommandError(
      `${what} must be a number above 0 and up to ${most}, not “${word}”.`,
    );
  }
  return value;
}

/** Seconds; `fallback` where there is no word. Throws {@link SiteCommandError}. */
export function secondsWord(word: string | undefined, fallback: number): number {
  return numberWord(word, 'Seconds', fallback, MAX_SECONDS);
}

/** A port of a node; 0 where there is no word. Throws {@link SiteCommandError}. */
export function portWord(word: string | undefined): number {
  if (word === undefined) return 0;
  if (!/^\d{1,2}$/u.test(word) || Number(word) >= MAX_NODE_PORTS) {
    throw new SiteCommandError(`A port is from 0 to ${MAX_NODE_PORTS - 1}, not “${word}”.`);
  }
  return Number(word);
}

/** One of a few words; `fallback` where there is none. Throws {@link SiteCommandError}. */
export function chosen<const T extends string>(
  word: string | undefined,
  words: readonly T[],
  fallback: T,
): T {
  if (word === undefined) return fallback;
  const found = words.find((known) => known === word);
  if (!found) throw new SiteCommandError(`“${word}” is not one of ${words.join(', ')}.`);
  return found;
}

/** A badge number. Throws {@link SiteCommandError}. */
export function uidWord(uid: string | undefined): string {
  if (uid && fromHex(uid)) return uid;
  throw new SiteCommandError(
    'Give the badge number as pairs of hexadecimal digits, for example 0100112233.',
  );
}

/** Runs what may find a value out of its range, and says so in the words of a command. */
export function inRange<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new SiteCommandError(error.message, { cause: error });
    throw error;
  }
}

/** Finds devices by the names people type. */
export function finder(site: SiteSimulator): Pick<SiteContext, 'any' | 'node'> {
  function any(name: string | undefined): SiteDevice {
    const found = name === undefined ? undefined : site.devices.get(name);
    if (found) return found;
    const known = [...site.devices.keys()].join(', ');
    throw new SiteCommandError(
      `There is no device “${name ?? ''}”. There are: ${known || 'none'}.`,
    );
  }

  function node(name: string | undefined): NodeSimulator {
    const { device } = any(name);
    if (device.kind === 'node') return device;
    throw new SiteCommandError(`${device.name} is a reader; this takes a node.`);
  }

  return { any, node };
}
