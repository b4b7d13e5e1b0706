import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;

/** A new secret, in Base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

function totp(secret: string, label = ''): TOTP {
  return new TOTP({
    issuer: 'Signalbox',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}

/** What an authenticator app scans. */
export const totpUri = (secret: string, account: string): string =>
  totp(secret, account).toString();

/**
 * The 30-second step to which a code belongs, one step either side of `now` allowed; null when it
 * is wrong or not after `lastStep`, which makes every code work once.
 */
export function totpStep(
  secret: string,
  code: string,
  now: Date,
  lastStep: number | null,
): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: 1 });
  if (delta === null) return null;
  const step = Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}

/** The code of a moment; the simulators and tests are authenticator apps, too. */
export const totpCode = (secret: string, at: Date): string =>
  totp(secret).generate({ timestamp: at.getTime() });
