import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOfAddress, mayPostTo } from './address-policy.ts';

describe('an address', () => {
  it.each([
    ['93.184.216.34', 'public'],
    ['2606:2800:220:1:248:1893:25c8:1946', 'public'],
    ['127.0.0.1', 'private'],
    ['127.9.9.9', 'private'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.0.7', 'private'],
    ['100.64.0.1', 'private'],
    ['::1', 'private'],
    ['fd00::5', 'private'],
    ['::ffff:127.0.0.1', 'private'],
    ['::ffff:7f00:1', 'private'],
    ['::ffff:169.254.169.254', 'forbidden'],
    ['169.254.169.254', 'forbidden'],
    ['fe80::1', 'forbidden'],
    ['0.0.0.0', 'forbidden'],
    ['::', 'forbidden'],
    ['64:ff9b::7f00:1', 'forbidden'],
    ['2002:7f00:1::', 'forbidden'],
    ['224.0.0.1', 'forbidden'],
    ['255.255.255.255', 'forbidden'],
    ['localhost', 'forbidden'],
    ['', 'forbidden'],
  ] as const)('%s is %s', (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind);
  });

  it('is never posted to in clear text outside the own network, nor inside without permission', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.boolean(), (address, secure) => {
        const kind = kindOfAddress(address);
        expect(mayPostTo(address, { allowPrivate: false, secure })).toBe(
          kind === 'public' && secure,
        );
        expect(mayPostTo(address, { allowPrivate: true, secure: false })).toBe(kind === 'private');
      }),
    );
  });
});
