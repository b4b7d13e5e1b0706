import { describe, expect, it } from 'vitest';
import { newTotpSecret, totpCode, totpStep, totpUri } from './totp.ts';

const secret = newTotpSecret();
const now = new Date('2026-01-05T00:00:10Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('totpStep', () => {
  it('accepts the codes of this step and its neighbours, and no others', () => {
    const accepted = [-60, -30, 0, 30, 60].map(
      (offset) => totpStep(secret, totpCode(secret, later(offset)), now, null) !== null,
    );
    expect(accepted).toEqual([false, true, true, true, false]);
  });

  it('accepts a code once', () => {
    const code = totpCode(secret, now);
    const step = totpStep(secret, code, now, null);
    expect(totpStep(secret, code, later(5), step)).toBeNull();
    expect(totpStep(secret, totpCode(secret, later(30)), later(30), step)).toBe(Number(step) + 1);
  });

  it('agrees with the vectors of RFC 6238', () => {
    const rfc = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    expect(totpCode(rfc, new Date(59_000))).toBe('287082');
    expect(totpCode(rfc, new Date(1_111_111_109_000))).toBe('081804');
  });

  it('names the program and the account for the app', () => {
    expect(totpUri(secret, 'kim')).toContain('otpauth://totp/Signalbox:kim?');
  });
});
