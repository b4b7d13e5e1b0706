import type { Tx } from '#platform/database/database.ts';
import type { Actor, Connection } from '#platform/rpc/context.ts';
import { originOf } from '../audit/audit.service.ts';
import type { IdentityParts } from '../identity-services.ts';
import { requireStrong } from '../passwords/new-password.ts';
import { newRecoveryCode } from '../passwords/one-time-secrets.ts';
import { pinFault } from '../passwords/password-rules.ts';
import { newTotpSecret, totpStep, totpUri } from '../passwords/totp.ts';
import { refusal } from '../refusal.ts';
import type { Caller } from '../users/users.service.ts';
import { updateUser } from '../users/users.queries.ts';
import {
  type Claimant,
  countRecoveryCodes,
  findClaimantById,
  replaceRecoveryCodes,
  saveCredentials,
} from './credentials.queries.ts';
import { mfaPlace, type Proofs, recoveryCodeHash } from './proofs.ts';
import { endSessionsOf } from './sessions.queries.ts';

/** How an account can prove who it is. */
export interface AccountSecurity {
  readonly mfaEnabled: boolean;
  readonly recoveryCodesLeft: number;
  readonly pinSet: boolean;
  readonly passwordChangedAt: string | null;
  readonly minimumPasswordLength: number;
}

/** What people do to their own account. */
export interface AccountService {
  security(actor: Actor): Promise<AccountSecurity>;
  changePassword(caller: Caller, current: string, next: string): Promise<number>;
  beginMfa(actor: Actor): Promise<{ uri: string; secret: string }>;
  confirmMfa(caller: Caller, code: string): Promise<string[]>;
  disableMfa(caller: Caller, password: string): Promise<void>;
  renewRecoveryCodes(caller: Caller): Promise<string[]>;
  setPin(caller: Caller, pin: string): Promise<void>;
  setLocale(actor: Actor, locale: 'en' | 'ko' | 'ja'): Promise<void>;
}

const RECOVERY_CODES = 10;

async function own(tx: Tx, { userId }: Actor): Promise<Claimant> {
  const person = await findClaimantById(tx, userId);
  if (!person) throw refusal('NOT_FOUND', { what: 'user', id: userId });
  return person;
}

/** Makes the service. */
export function createAccountService(parts: IdentityParts, proofs: Proofs): AccountService {
  const { audit, hashing, policy } = parts;
  const { clock, database, secrets } = parts.platform;

  const asAccount = <T>(work: (tx: Tx) => Promise<T>) => database.asSystem('account', work);

  function noted(tx: Tx, { actor, connection }: Caller, action: string): Promise<void> {
    return audit.record(tx, {
      userId: actor.userId,
      username: actor.username,
      action: `user.${action}`,
      targetType: 'user',
      targetId: actor.userId,
      origin: originOf(connection),
    });
  }

  async function provePassword(connection: Connection, actor: Actor, typed: string) {
    const { claimant } = await proofs.password(connection, actor.username, typed);
    if (claimant.id !== actor.userId) throw refusal('SIGN_IN_REFUSED');
    await proofs.succeeded(connection, [actor.username]);
    return claimant;
  }

  async function newCodes(tx: Tx, userId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    const hashes = codes.map((code) => recoveryCodeHash(parts, userId, code));
    await replaceRecoveryCodes(tx, userId, hashes);
    return codes;
  }

  return {
    security: (actor) =>
      asAccount(async (tx) => {
        const person = await own(tx, actor);
        const mfaEnabled = person.mfa_enabled ?? false;
        return {
          mfaEnabled,
          recoveryCodesLeft: await countRecoveryCodes(tx, actor.userId),
          pinSet: person.pin_hash !== null,
          passwordChangedAt: person.password_changed_at,
          minimumPasswordLength: mfaEnabled
            ? policy.minimumPasswordWithMfa
            : policy.minimumPassword,
        };
      }),
    async changePassword(caller, current, next) {
      const { actor, connection } = caller;
      const person = await provePassword(connection, actor, current);
      await requireStrong(parts, person, next);
      const password_hash = await hashing.hash(next);
      const at = clock.now().toISOString();
      return asAccount(async (tx) => {
        await saveCredentials(tx, actor.userId, { password_hash, password_changed_at: at });
        await noted(tx, caller, 'change-password');
        return endSessionsOf(tx, actor.userId, 'revoked', at, actor.sessionId);
      });
    },
    beginMfa: (actor) =>
      asAccount(async (tx) => {
        const person = await own(tx, actor);
        if (person.mfa_enabled) throw refusal('DUPLICATE', { field: 'mfa' });
        const secret = newTotpSecret();
        const mfa_secret = secrets.seal(mfaPlace(actor.userId), secret);
        await saveCredentials(tx, actor.userId, { mfa_secret, mfa_last_step: null });
        return { secret, uri: totpUri(secret, actor.username) };
      }),
    async confirmMfa(caller, code) {
      const { actor, connection } = caller;
      await proofs.charge(connection, `mfa:${actor.userId}`);
      return asAccount(async (tx) => {
        const person = await own(tx, actor);
        if (!person.mfa_secret || person.mfa_enabled) throw refusal('SIGN_IN_REFUSED');
        const secret = secrets.open(mfaPlace(actor.userId), person.mfa_secret);
        const step = totpStep(secret, code, clock.now(), null);
        if (step === null) throw refusal('SIGN_IN_REFUSED');
        await saveCredentials(tx, actor.userId, { mfa_enabled: true, mfa_last_step: step });
        await noted(tx, caller, 'enable-mfa');
        return newCodes(tx, actor.userId);
      });
    },
    async disableMfa(caller, password) {
      const { actor, connection } = caller;
      const person = await provePassword(connection, actor, password);
      const minimumLength = policy.minimumPassword;
      if (Array.from(password).length < minimumLength) {
        throw refusal('WEAK_PASSWORD', { reason: 'too-short', minimumLength });
      }
      await asAccount(async (tx) => {
        const none = { mfa_enabled: false, mfa_secret: null, mfa_last_step: null };
        await saveCredentials(tx, person.id, none);
        await replaceRecoveryCodes(tx, person.id, []);
        await noted(tx, caller, 'disable-mfa');
      });
    },
    renewRecoveryCodes: (caller) =>
      asAccount(async (tx) => {
        await noted(tx, caller, 'renew-recovery-codes');
        return newCodes(tx, caller.actor.userId);
      }),
    async setPin(caller, pin) {
      const reason = pinFault(pin);
      if (reason) throw refusal('WEAK_PIN', { reason });
      const pin_hash = await hashing.hash(pin);
      await asAccount(async (tx) => {
        await saveCredentials(tx, caller.actor.userId, { pin_hash, pin_attempts: 0 });
        await noted(tx, caller, 'set-pin');
      });
    },
    async setLocale(actor, locale) {
      await asAccount((tx) => updateUser(tx, actor.userId, { locale }));
    },
  };
}
