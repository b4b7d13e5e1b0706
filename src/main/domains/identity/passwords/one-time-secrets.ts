import { createHash, randomBytes, randomInt } from 'node:crypto';

/** No letters that are taken for digits, and none that make words. */
const alphabet = '23456789BCDFGHJKMNPQRSTVWXZ';

const group = (length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** A password for one use, to be read out: 95 bits, such as `7KQ2X-…`. */
export const newOneTimePassword = (): string => [group(5), group(5), group(5), group(5)].join('-');

/** A recovery code: 57 bits, such as `F3KQ-7W2M-XH4T`. */
export const newRecoveryCode = (): string => [group(4), group(4), group(4)].join('-');

/** A code by which a display is paired, short enough to type: 76 bits, such as `F3KQ-7W2M-XH4T-9RCD`. */
export const newPairingCode = (): string => [group(4), group(4), group(4), group(4)].join('-');

/** A recovery or pairing code as kept and compared: no marks, upper case. */
export const plainCode = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '');

/** A random secret of 256 bits for a machine, not a person. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** How such a secret is kept. It is random, so that a plain hash is enough. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
