import { randomBytes } from 'node:crypto';

/** Bytes of one master key. */
export const MASTER_KEY_BYTES = 32;

/** The master keys of an installation by version. New values are sealed under the newest. */
export interface MasterKeys {
  readonly newest: number;
  /** The first key; what must never change, such as the badge pepper, is derived from it. */
  readonly oldest: number;
  get(version: number): Buffer | undefined;
}

/** The master key is missing, unreadable or not safe to use; the message says what to do. */
export class KeyRefused extends Error {
  readonly code = 'KEY_REFUSED';
  override readonly name = 'KeyRefused';
}

const LINE = /^(\d{1,9}) ([A-Za-z0-9+/]{43}=)$/;

function keyRing(keys: ReadonlyMap<number, Buffer>): MasterKeys {
  const versions = [...keys.keys()];
  return {
    newest: Math.max(...versions),
    oldest: Math.min(...versions),
    get: (version) => keys.get(version),
  };
}

/**
 * Reads keys written as `version base64` lines. Throws {@link KeyRefused} naming `where` when a line
 * is not a key, a version occurs twice or there is none.
 */
export function parseKeys(text: string, where: string): MasterKeys {
  const keys = new Map<number, Buffer>();
  for (const line of text.split('\n').filter((part) => part.trim() !== '')) {
    const [, version, key] = LINE.exec(line.trim()) ?? [];
    if (!version || !key || keys.has(Number(version))) {
      throw new KeyRefused(
        `The master key in ${where} is damaged. Restore it from its backup; without it sealed values cannot be read.`,
      );
    }
    keys.set(Number(version), Buffer.from(key, 'base64'));
  }
  if (keys.size === 0) {
    throw new KeyRefused(`There is no master key in ${where}. Restore it from its backup.`);
  }
  return keyRing(keys);
}

/** One line holding a new random key of `version`. */
export function newKeyLine(version: number): string {
  return `${version} ${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`;
}
