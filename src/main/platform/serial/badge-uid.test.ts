import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  badgeBytes,
  badgeForms,
  badgeUid,
  compareUids,
  refuseUid,
  reversedUid,
} from './badge-uid.ts';
import { fromHex } from './hex.ts';

const uid = (technology: 'em4100' | 'iso14443a' | 'unknown', hex: string) =>
  badgeUid(technology, fromHex(hex) ?? new Uint8Array(0));

describe('badge UIDs', () => {
  it('are written as they are printed on the badge', () => {
    expect(badgeForms(uid('em4100', '0100112233'))).toEqual({
      hex: '0100112233',
      reversedHex: '3322110001',
      decimal: '4296090163',
      decimal8h10d: '0001122867',
      decimal3c5d: '017,08755',
    });
  });

  it('are the same badge when a reader turns the bytes round', () => {
    const one = uid('iso14443a', 'deadbeef');
    expect(compareUids(one, uid('iso14443a', 'DEADBEEF'))).toBe('same');
    expect(compareUids(one, uid('iso14443a', 'EFBEADDE'))).toBe('reversed');
    expect(compareUids(one, uid('iso14443a', 'DEADBEEE'))).toBe('different');
    expect(compareUids(one, uid('unknown', 'DEADBEEF'))).toBe('different');
  });

  it('are refused when the badge draws a new one each time', () => {
    expect(refuseUid(uid('iso14443a', '08A1B2C3'))).toBe('random-uid');
    expect(refuseUid(uid('unknown', '08A1B2C3'))).toBe('random-uid');
    expect(refuseUid(uid('iso14443a', '08A1B2C3D4E5F6'))).toBeNull();
    expect(refuseUid(uid('em4100', '0800112233'))).toBeNull();
    expect(refuseUid(uid('iso14443a', 'DEADBEEF'))).toBeNull();
  });

  it('are refused when they are no number of a badge', () => {
    expect(refuseUid(uid('iso14443a', '00000000'))).toBe('blank-uid');
    expect(refuseUid(uid('iso14443a', 'FFFFFFFFFFFFFF'))).toBe('blank-uid');
    expect(refuseUid(uid('iso14443a', 'DEAD'))).toBe('bad-length');
    expect(refuseUid(uid('iso14443a', ''))).toBe('bad-length');
  });

  it('come back after two turns and as bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 3, maxLength: 10 }), (bytes) => {
        const subject = badgeUid('iso14443a', bytes);
        expect(reversedUid(reversedUid(subject))).toEqual(subject);
        expect(badgeBytes(subject)).toEqual(bytes);
      }),
    );
  });
});
