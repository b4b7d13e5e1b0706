import type { Tx } from '#platform/database/database.ts';
import type { UserScope } from '../scopes/scopes.queries.ts';
import { listScopes, replaceScopes } from '../scopes/scopes.queries.ts';
import type { IdentityParts } from '../identity-services.ts';
import { newOneTimePassword } from '../passwords/one-time-secrets.ts';
import { pinFault } from '../passwords/password-rules.ts';
import { refusal } from '../refusal.ts';
import { replaceRecoveryCodes, saveCredentials } from '../sessions/credentials.queries.ts';
import { endSessionsOf } from '../sessions/sessions.queries.ts';
import { accountKey } from '../sessions/throttle.ts';
import { clearThrottle } from '../sessions/throttle.queries.ts';
import { lockAtVersion, translateUserError } from './user-changes.ts';
import { type Caller, type UserUpdate, userEntry } from './users.service.ts';
import {
  hasAdministrator,
  insertUser,
  lockUser,
  readRoleNames,
  replaceUserRoles,
  updateUser,
} from './users.queries.ts';

/** A password for one use, shown once. */
export interface OneTimePassword {
  readonly oneTimePassword: string;
  readonly expiresAt: string;
}

/** A new user. */
export type NewUser = Omit<UserUpdate, 'id' | 'version'> & { readonly roleIds: readonly string[] };

/** A status and why. */
export interface StatusChange {
  readonly id: string;
  readonly version: number;
  readonly status: 'active' | 'inactive' | 'locked' | 'pending_verification';
  readonly reason?: string | undefined;
}

/** Making users, giving them rights, and helping those who lost their proofs. */
export interface UserAdministration {
  create(caller: Caller, input: NewUser): Promise<OneTimePassword & { id: string }>;
  setStatus(caller: Caller, input: StatusChange): Promise<{ version: number }>;
  setRoles(
    caller: Caller,
    input: { id: string; version: number; roleIds: readonly string[] },
  ): Promise<{ version: number }>;
  setScopes(
    caller: Caller,
    input: { id: string; version: number; scopes: readonly UserScope[] },
  ): Promise<{ version: number }>;
  resetPassword(caller: Caller, id: string): Promise<OneTimePassword>;
  resetMfa(caller: Caller, id: string): Promise<void>;
  setPin(caller: Caller, id: string, pin: string | null): Promise<void>;
  remove(caller: Caller, id: string, version: number): Promise<void>;
}

const ONE_TIME_MS = 24 * 3_600_000;

async function requireAdministrator(tx: Tx): Promise<void> {
  if (!(await hasAdministrator(tx))) throw refusal('LAST_ADMINISTRATOR');
}

async function lockExisting(tx: Tx, id: string) {
  const user = await lockUser(tx, id);
  if (!user) throw refusal('NOT_FOUND', { what: 'user', id });
  return user;
}

/** Raises the version of a user whose roles or scopes changed, so that editors notice. */
const raiseVersion = (tx: Tx, id: string, username: string) => updateUser(tx, id, { username });

/**
 * Makes the service. It works in system transactions, because credentials and sessions are the
 * program's own; the right to call was checked before, and the audit names the person.
 */
export function createUserAdministration(parts: IdentityParts): UserAdministration {
  const { audit, hashing } = parts;
  const { clock, database } = parts.platform;
  const now = () => clock.now().toISOString();

  async function work<T>(action: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await database.asSystem('user-administration', action);
    } catch (error) {
      throw translateUserError(error);
    }
  }

  async function oneTime() {
    const oneTimePassword = newOneTimePassword();
    const expiresAt = new Date(clock.now().getTime() + ONE_TIME_MS).toISOString();
    const credentials = {
      password_hash: null,
      must_change_password: true,
      password_reset_token: await hashing.hash(oneTimePassword),
      password_reset_expires: expiresAt,
    };
    return { oneTimePassword, expiresAt, credentials };
  }

  return {
    async create(caller, { roleIds, ...input }) {
      const mayAssign = caller.actor.permissions.has('role:manage');
      if (roleIds.length > 0 && !mayAssign) {
        throw refusal('FORBIDDEN', { permission: 'role:manage' });
      }
      const { oneTimePassword, expiresAt, credentials } = await oneTime();
      const id = await work(async (tx) => {
        const made = await insertUser(tx, {
          username: input.username,
          full_name: input.fullName,
          first_name: input.firstName,
          last_name: input.lastName,
          email: input.email,
          phone: input.phone,
          locale: input.locale,
          facility_id: input.facilityId,
          branch_id: input.branchId,
          partner_id: input.partnerId,
        });
        await saveCredentials(tx, made, credentials);
        await replaceUserRoles(tx, made, roleIds, caller.actor.userId);
        const newValues = { username: input.username, roles: await readRoleNames(tx, made) };
        await audit.record(tx, { ...userEntry(caller, 'create', made), newValues });
        return made;
      });
      return { id, oneTimePassword, expiresAt };
    },
    setStatus: (caller, { id, version, status, reason }) =>
      work(async (tx) => {
        const before = await lockAtVersion(tx, id, version);
        const next = await updateUser(tx, id, { status });
        if (status === 'active') await clearThrottle(tx, accountKey(before.username));
        else await endSessionsOf(tx, id, 'disabled', now());
        await requireAdministrator(tx);
        await audit.record(tx, {
          ...userEntry(caller, 'set-status', id),
          oldValues: { status: before.status },
          newValues: { status },
          ...(reason ? { changeReason: reason } : {}),
        });
        return { version: next };
      }),
    setRoles: (caller, { id, version, roleIds }) =>
      work(async (tx) => {
        const user = await lockAtVersion(tx, id, version);
        const oldValues = { roles: await readRoleNames(tx, id) };
        await replaceUserRoles(tx, id, roleIds, caller.actor.userId);
        await requireAdministrator(tx);
        const newValues = { roles: await readRoleNames(tx, id) };
        await audit.record(tx, { ...userEntry(caller, 'set-roles', id), oldValues, newValues });
        return { version: await raiseVersion(tx, id, user.username) };
      }),
    setScopes: (caller, { id, version, scopes }) =>
      work(async (tx) => {
        const user = await lockAtVersion(tx, id, version);
        const oldValues = { scopes: await listScopes(tx, id) };
        await replaceScopes(tx, id, scopes, caller.actor.userId);
        const newValues = { scopes };
        await audit.record(tx, { ...userEntry(caller, 'set-scopes', id), oldValues, newValues });
        return { version: await raiseVersion(tx, id, user.username) };
      }),
    async resetPassword(caller, id) {
      const { oneTimePassword, expiresAt, credentials } = await oneTime();
      await work(async (tx) => {
        const user = await lockExisting(tx, id);
        await saveCredentials(tx, id, credentials);
        await clearThrottle(tx, accountKey(user.username));
        await endSessionsOf(tx, id, 'revoked', now());
        await audit.record(tx, userEntry(caller, 'reset-password', id));
      });
      return { oneTimePassword, expiresAt };
    },
    resetMfa: (caller, id) =>
      work(async (tx) => {
        await lockExisting(tx, id);
        const none = { mfa_enabled: false, mfa_secret: null, mfa_last_step: null };
        await saveCredentials(tx, id, { ...none, mfa_failures: 0, mfa_window_start: null });
        await replaceRecoveryCodes(tx, id, []);
        await endSessionsOf(tx, id, 'revoked', now());
        await audit.record(tx, userEntry(caller, 'reset-mfa', id));
      }),
    async setPin(caller, id, pin) {
      if (pin !== null) {
        const reason = pinFault(pin);
        if (reason) throw refusal('WEAK_PIN', { reason });
      }
      const pin_hash = pin === null ? null : await hashing.hash(pin);
      await work(async (tx) => {
        await lockExisting(tx, id);
        await saveCredentials(tx, id, { pin_hash, pin_attempts: 0 });
        const newValues = { pinSet: pin !== null };
        await audit.record(tx, { ...userEntry(caller, 'set-pin', id), newValues });
      });
    },
    remove: (caller, id, version) =>
      work(async (tx) => {
        const before = await lockAtVersion(tx, id, version);
        await updateUser(tx, id, { deleted_at: now(), status: 'inactive' });
        await endSessionsOf(tx, id, 'disabled', now());
        await requireAdministrator(tx);
        const oldValues = { username: before.username };
        await audit.record(tx, { ...userEntry(caller, 'remove', id), oldValues });
      }),
  };
}
