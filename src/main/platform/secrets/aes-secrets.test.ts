import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aesSecrets, SecretUnreadable } from './aes-secrets.ts';
import { newKeyLine, parseKeys } from './master-keys.ts';
import type { SecretPlace } from './secrets.ts';

const first = newKeyLine(1);
const both = first + newKeyLine(2);
const secretsOf = (text: string) => aesSecrets(() => parseKeys(text, 'test'));

const place = (key: string): SecretPlace => ({
  table: 'identity.credentials',
  column: 'totp',
  key,
});

describe('aesSecrets', () => {
  it('opens what it sealed, whatever the text', () => {
    const secrets = secretsOf(first);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, key) => {
        expect(secrets.open(place(key), secrets.seal(place(key), text))).toBe(text);
      }),
    );
  });

  it('does not open a value moved to another row, column or table', () => {
    const secrets = secretsOf(first);
    const [one, two] = [secrets.seal(place('1'), 'alpha'), secrets.seal(place('2'), 'beta')];
    expect(() => secrets.open(place('1'), two)).toThrow(SecretUnreadable);
    expect(() => secrets.open(place('2'), one)).toThrow(SecretUnreadable);
    expect(() => secrets.open({ ...place('1'), column: 'other' }, one)).toThrow(SecretUnreadable);
    expect(() => secrets.open({ ...place('1'), table: 'other' }, one)).toThrow(SecretUnreadable);
  });

  it('keeps places apart whose parts run together alike', () => {
    const secrets = secretsOf(first);
    const sealed = secrets.seal({ table: 'a', column: 'b|c', key: 'd' }, 'x');
    expect(() => secrets.open({ table: 'a|b', column: 'c', key: 'd' }, sealed)).toThrow(
      SecretUnreadable,
    );
  });

  it('notices every altered byte', () => {
    const secrets = secretsOf(first);
    const sealed = secrets.seal(place('1'), 'alpha');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => secrets.open(place('1'), `v1.${altered.toString('base64url')}`)).toThrow(
        SecretUnreadable,
      );
    }
    expect(() => secrets.open(place('1'), 'alpha')).toThrow(SecretUnreadable);
  });

  it('reads an old key version, seals under the newest and says which values are stale', () => {
    const old = secretsOf(first).seal(place('1'), 'alpha');
    const rotated = secretsOf(both);
    expect(rotated.open(place('1'), old)).toBe('alpha');
    expect(rotated.isStale(old)).toBe(true);
    const again = rotated.seal(place('1'), 'alpha');
    expect(rotated.isStale(again)).toBe(false);
    expect(() => secretsOf(first).open(place('1'), again)).toThrow(/key version 2/);
  });

  it('does not open a value that claims another key version', () => {
    const rotated = secretsOf(both);
    const sealed = rotated.seal(place('1'), 'alpha');
    expect(() => rotated.open(place('1'), sealed.replace(/^v2/, 'v1'))).toThrow(SecretUnreadable);
  });

  it('gives the same HMAC after a rotation, and another for another purpose', () => {
    const data = Buffer.from('04A1B2C3');
    const before = secretsOf(first).hmac('badge-uid', data);
    expect(secretsOf(both).hmac('badge-uid', data)).toEqual(before);
    expect(secretsOf(both).hmac('node-token', data)).not.toEqual(before);
    expect(before).toHaveLength(32);
  });
});
