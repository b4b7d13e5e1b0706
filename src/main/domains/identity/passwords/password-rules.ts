import { commonWords } from './common-passwords.ts';

/** Why a password is not accepted. */
export type PasswordFault = 'too-short' | 'too-long' | 'common' | 'contains-name';

/** Longest password in characters. Long ones are welcome; this only keeps hashing bounded. */
export const MAX_PASSWORD = 256;

const disguises: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
const undisguised = (text: string): string =>
  Array.from(plain(text), (character) => disguises[character] ?? character).join('');

/** What is left of a text without common words, digits, marks, and characters that repeat. */
function remainder(text: string): string {
  let left = text;
  for (const word of commonWords) left = left.replaceAll(word, ' ');
  return left.replaceAll(/[^\p{L}]/gu, '').replaceAll(/(.+?)\1+/gu, '$1');
}

const isCommon = (password: string): boolean =>
  remainder(plain(password)).length < 4 || remainder(undisguised(password)).length < 4;

function containsName(password: string, name: string): boolean {
  const [local = ''] = plain(name).split('@');
  return local.length >= 4 && plain(password).replace(local, '').length < 8;
}

/**
 * Judges a new password: length in characters, a list of common ones, the person's own names. No
 * rules of composition and no ageing (NIST 800-63B-4).
 */
export function passwordFault(
  password: string,
  minimumLength: number,
  names: readonly string[],
): PasswordFault | null {
  const { length } = Array.from(password.normalize('NFC'));
  if (length < minimumLength) return 'too-short';
  if (length > MAX_PASSWORD) return 'too-long';
  if (isCommon(password)) return 'common';
  return names.some((name) => containsName(password, name)) ? 'contains-name' : null;
}

const rows = '01234567890987654321';

/** Judges a new PIN: not one digit repeated, not a row of digits. */
export function pinFault(pin: string): 'repeated' | 'sequence' | null {
  if (/^(\d{1,3})\1+$/u.test(pin)) return 'repeated';
  return rows.includes(pin) ? 'sequence' : null;
}
