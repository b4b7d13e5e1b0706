import type { Tx } from '#platform/database/database.ts';
import type { Connection } from '#platform/rpc/context.ts';
import { originOf } from '../audit/audit.service.ts';
import type { IdentityParts } from '../identity-services.ts';
import { plainCode } from '../passwords/one-time-secrets.ts';
import { totpStep } from '../passwords/totp.ts';
import { isRefusedPassword } from '../policy.ts';
import { refusal } from '../refusal.ts';
import { insertFailedLogin } from '../security/security.queries.ts';
import { takePinTry } from './pin-tries.queries.ts';
import {
  type Claimant,
  findClaimant,
  findClaimantById,
  lockAccount,
  lockClaimant,
  saveCredentials,
  useRecoveryCode,
} from './credentials.queries.ts';
import { accountKey, chargeOrRefuse, LOCK_AFTER_FAILURES } from './throttle.ts';
import { clearThrottle, refundSource } from './throttle.queries.ts';

/** A person who gave the right password. */
export interface ProvenByPassword {
  readonly claimant: Claimant;
  /** By the one-time password an administrator gave. */
  readonly oneTime: boolean;
}

/** Checks passwords, codes and PINs. Each refuses with `SIGN_IN_REFUSED` or `THROTTLED`. */
export interface Proofs {
  password(connection: Connection, name: string, password: string): Promise<ProvenByPassword>;
  /** A code of the authenticator app, or a recovery code. */
  code(connection: Connection, userId: string, code: string): Promise<Claimant>;
  pin(connection: Connection, userId: string, pin: string): Promise<Claimant>;
  /** Forgets the failures that led to a success. */
  succeeded(connection: Connection, names: readonly (string | null)[]): Promise<void>;
  /** Charges an attempt that has no account, such as a badge, to its source. */
  charge(connection: Connection, account: string): Promise<void>;
}

/** Tries of a second factor within a window. */
const MFA_TRIES = 5;
const MFA_WINDOW_MS = 300_000;
/** Wrong PINs after which the PIN must be set anew. */
const PIN_TRIES = 5;

const sourceOf = ({ address, workstation }: Connection): string =>
  address ?? `workstation:${workstation}`;

/** Where a sealed TOTP secret lives. */
export const mfaPlace = (userId: string) =>
  ({ table: 'identity.credentials', column: 'mfa_secret', key: userId }) as const;

/** How a recovery code is kept. */
export const recoveryCodeHash = (parts: IdentityParts, userId: string, code: string): Buffer =>
  parts.platform.secrets.hmac('recovery-code', Buffer.from(`${userId}|${plainCode(code)}`));

/** The running window of tries of a second factor. Refuses as `THROTTLED` when it has none left. */
function mfaWindow(claimant: Claimant, now: Date) {
  const start = claimant.mfa_window_start ? Date.parse(claimant.mfa_window_start) : 0;
  const running = now.getTime() - start < MFA_WINDOW_MS;
  const failures = running ? (claimant.mfa_failures ?? 0) : 0;
  if (failures >= MFA_TRIES) {
    const seconds = Math.ceil((start + MFA_WINDOW_MS - now.getTime()) / 1000);
    throw refusal('THROTTLED', { retryAfterSeconds: Math.max(seconds, 1) });
  }
  return { failures, start: running ? new Date(start) : now };
}

/** Makes the checks. */
export function createProofs(parts: IdentityParts): Proofs {
  const { hashing, policy, security } = parts;
  const { clock, database, secrets } = parts.platform;

  async function failed(
    connection: Connection,
    typed: string,
    claimant: Claimant | undefined,
    how: 'password' | 'code' | 'pin' | 'published-password',
    failures: number,
  ): Promise<void> {
    const origin = originOf(connection);
    await database.asSystem('sign-in', async (tx) => {
      await insertFailedLogin(tx, {
        username: typed.slice(0, 64),
        ip_address: origin.ipAddress,
        user_agent: origin.userAgent,
        workstation: origin.workstation,
        timestamp: clock.now().toISOString(),
      });
      const event = {
        userId: claimant?.id ?? null,
        success: false,
        appContext: 'identity',
        origin,
      };
      await security.record(tx, { ...event, eventType: 'sign-in-failed', details: { how } });
      if (!claimant || failures < LOCK_AFTER_FAILURES) return;
      if (!(await lockAccount(tx, claimant.id))) return;
      await security.record(tx, { ...event, eventType: 'account-locked', details: { failures } });
    });
  }

  const keptHash = (claimant: Claimant | undefined) => {
    const expires = claimant?.password_reset_expires;
    const oneTime = expires ? Date.parse(expires) > clock.now().getTime() : false;
    const kept = oneTime ? claimant?.password_reset_token : claimant?.password_hash;
    return { oneTime, kept: kept ?? null };
  };

  async function rehash(claimant: Claimant, kept: string, typed: string): Promise<void> {
    if (!hashing.isWeak(kept)) return;
    const password_hash = await hashing.hash(typed);
    await database.asSystem('rehash', (tx) => saveCredentials(tx, claimant.id, { password_hash }));
  }

  async function password(connection: Connection, name: string, typed: string) {
    const failures = await chargeOrRefuse(database, clock, {
      account: name,
      source: sourceOf(connection),
    });
    const claimant = await database.asSystem('sign-in', (tx) => findClaimant(tx, name));
    const { oneTime, kept } = keptHash(claimant);
    const verdict = await hashing.verify(kept, typed);
    const published = isRefusedPassword(policy, typed);
    if (!published && claimant && kept && verdict === 'right' && claimant.status === 'active') {
      if (!oneTime) await rehash(claimant, kept, typed);
      return { claimant, oneTime };
    }
    const how = published ? 'published-password' : 'password';
    await failed(connection, name, claimant, how, failures);
    throw refusal('SIGN_IN_REFUSED');
  }

  async function acceptCode(tx: Tx, claimant: Claimant, typed: string, now: Date) {
    if (!claimant.mfa_enabled || !claimant.mfa_secret) return false;
    if (!/^\d{6}$/u.test(typed)) {
      const hash = recoveryCodeHash(parts, claimant.id, typed);
      return useRecoveryCode(tx, claimant.id, hash, now.toISOString());
    }
    const secret = secrets.open(mfaPlace(claimant.id), claimant.mfa_secret);
    const step = totpStep(secret, typed, now, claimant.mfa_last_step);
    if (step === null) return false;
    await saveCredentials(tx, claimant.id, { mfa_last_step: step, mfa_failures: 0 });
    return true;
  }

  async function code(connection: Connection, userId: string, typed: string): Promise<Claimant> {
    const now = clock.now();
    const { claimant, accepted } = await database.asSystem('sign-in', async (tx) => {
      const found = await lockClaimant(tx, userId);
      if (!found || found.status !== 'active') throw refusal('SIGN_IN_REFUSED');
      const { failures, start } = mfaWindow(found, now);
      if (await acceptCode(tx, found, typed, now)) return { claimant: found, accepted: true };
      await saveCredentials(tx, userId, {
        mfa_failures: failures + 1,
        mfa_window_start: start.toISOString(),
      });
      return { claimant: found, accepted: false };
    });
    if (accepted) return claimant;
    await failed(connection, claimant.username, claimant, 'code', 0);
    throw refusal('SIGN_IN_REFUSED');
  }

  async function pin(connection: Connection, userId: string, typed: string): Promise<Claimant> {
    const { claimant, allowed } = await database.asSystem('sign-in', async (tx) => ({
      allowed: await takePinTry(tx, userId, PIN_TRIES),
      claimant: await findClaimantById(tx, userId),
    }));
    const kept = allowed ? (claimant?.pin_hash ?? null) : null;
    const verdict = await hashing.verify(kept, typed);
    if (claimant && verdict === 'right' && claimant.status === 'active') {
      await database.asSystem('sign-in', (tx) => saveCredentials(tx, userId, { pin_attempts: 0 }));
      return claimant;
    }
    await failed(connection, claimant?.username ?? '', claimant, 'pin', 0);
    throw refusal('SIGN_IN_REFUSED');
  }

  return {
    password,
    code,
    pin,
    succeeded: (connection, names) =>
      database.asSystem('sign-in', async (tx) => {
        for (const name of names) if (name) await clearThrottle(tx, accountKey(name));
        await refundSource(tx, sourceOf(connection));
      }),
    async charge(connection, account) {
      await chargeOrRefuse(database, clock, { account, source: sourceOf(connection) });
    },
  };
}
