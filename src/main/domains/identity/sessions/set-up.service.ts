import { violates } from '#platform/database/constraints.ts';
import type { Connection } from '#platform/rpc/context.ts';
import { originOf } from '../audit/audit.service.ts';
import type { IdentityParts } from '../identity-services.ts';
import { requireStrong } from '../passwords/new-password.ts';
import { refusal } from '../refusal.ts';
import { insertUser } from '../users/users.queries.ts';
import { findClaimantById, saveCredentials } from './credentials.queries.ts';
import type { SessionService } from './session.service.ts';
import { anyUser, grantEverything, lockSetUp } from './set-up.queries.ts';
import type { SignInOutcome } from './sign-in.service.ts';

/** Who the first administrator is to be. */
export interface FirstAdministrator {
  readonly username: string;
  readonly fullName: string;
  readonly email?: string | undefined;
  readonly locale: 'en' | 'ko' | 'ja';
  readonly password: string;
}

/** The first run. */
export interface SetUpService {
  status(): Promise<{ needsAdministrator: boolean; minimumPasswordLength: number }>;
  /** Makes the first administrator; of several at once the database lets one. */
  createFirstAdministrator(
    connection: Connection,
    input: FirstAdministrator,
  ): Promise<SignInOutcome>;
}

/** Makes the service. */
export function createSetUpService(parts: IdentityParts, sessions: SessionService): SetUpService {
  const { database, clock } = parts.platform;

  async function create(connection: Connection, input: FirstAdministrator, password_hash: string) {
    return database.asSystem('set-up', async (tx) => {
      await lockSetUp(tx);
      if (await anyUser(tx)) throw refusal('ALREADY_SET_UP');
      const id = await insertUser(tx, {
        username: input.username,
        full_name: input.fullName,
        email: input.email ?? null,
        locale: input.locale,
      });
      const password_changed_at = clock.now().toISOString();
      await saveCredentials(tx, id, { password_hash, password_changed_at });
      await grantEverything(tx, id);
      await parts.audit.record(tx, {
        userId: id,
        username: input.username,
        action: 'set-up.create-administrator',
        targetType: 'user',
        targetId: id,
        origin: originOf(connection),
      });
      return findClaimantById(tx, id);
    });
  }

  return {
    async status() {
      const exists = await database.asSystem('set-up', anyUser);
      return {
        needsAdministrator: !exists,
        minimumPasswordLength: parts.policy.minimumPassword,
      };
    },
    async createFirstAdministrator(connection, input) {
      if (await database.asSystem('set-up', anyUser)) throw refusal('ALREADY_SET_UP');
      await requireStrong(
        parts,
        {
          username: input.username,
          full_name: input.fullName,
          email: input.email ?? null,
          mfa_enabled: false,
          password_hash: null,
          password_reset_token: null,
        },
        input.password,
      );
      const hash = await parts.hashing.hash(input.password);
      const person = await create(connection, input, hash).catch((error: unknown) => {
        throw violates(error, 'users_username_key') ? refusal('ALREADY_SET_UP') : error;
      });
      if (!person) throw refusal('ALREADY_SET_UP');
      const { session, handover } = await sessions.open(connection, person, 'proven');
      return { kind: 'signed-in', session, handover };
    },
  };
}
