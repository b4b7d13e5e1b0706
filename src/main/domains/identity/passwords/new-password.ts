import type { IdentityParts } from '../identity-services.ts';
import { isRefusedPassword } from '../policy.ts';
import { refusal } from '../refusal.ts';
import { MAX_PASSWORD, passwordFault } from './password-rules.ts';

/** What a new password is judged against. */
export interface PasswordOwner {
  readonly username: string;
  readonly full_name: string;
  readonly email: string | null;
  readonly mfa_enabled: boolean | null;
  /** Hash of the password or one-time password that it replaces. */
  readonly password_hash: string | null;
  readonly password_reset_token: string | null;
}

/** Refuses a weak password, or one equal to what it replaces, as `WEAK_PASSWORD`. */
export async function requireStrong(
  { policy, hashing }: IdentityParts,
  owner: PasswordOwner,
  password: string,
): Promise<void> {
  const minimumLength = owner.mfa_enabled ? policy.minimumPasswordWithMfa : policy.minimumPassword;
  const names = [owner.username, owner.full_name, owner.email ?? ''];
  const reason = isRefusedPassword(policy, password)
    ? 'common'
    : passwordFault(password, minimumLength, names);
  if (reason) throw refusal('WEAK_PASSWORD', { reason, minimumLength });
  const kept = owner.password_reset_token ?? owner.password_hash;
  if (password.length > MAX_PASSWORD || kept === null) return;
  if ((await hashing.verify(kept, password)) === 'right') {
    throw refusal('WEAK_PASSWORD', { reason: 'unchanged', minimumLength });
  }
}
