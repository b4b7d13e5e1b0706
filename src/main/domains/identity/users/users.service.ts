import type { z } from 'zod';
import type { userDetail, userRow, usersContract } from '#contract/identity/users.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import type { Actor, Connection } from '#platform/rpc/context.ts';
import { insertDataAccess } from '../audit/audit.queries.ts';
import { type AuditEntry, originOf } from '../audit/audit.service.ts';
import { changedValues } from '../audit/changed-values.ts';
import type { IdentityParts } from '../identity-services.ts';
import { refusal } from '../refusal.ts';
import { listScopes } from '../scopes/scopes.queries.ts';
import { accountKey } from '../sessions/throttle.ts';
import { readThrottle } from '../sessions/throttle.queries.ts';
import { lockAtVersion, translateUserError } from './user-changes.ts';
import {
  findUser,
  listUsers,
  readProofFlags,
  updateUser,
  type UserFilter,
} from './users.queries.ts';

type UserRow = z.infer<typeof userRow>;
type UserDetail = z.infer<typeof userDetail>;
type InputOf<Name extends keyof typeof usersContract> = z.output<
  NonNullable<(typeof usersContract)[Name]['~orpc']['inputSchema']> & z.ZodType
>;

/** What an editor of a user saves. */
export type UserUpdate = InputOf<'update'>;

/** Who calls, and from where. */
export interface Caller {
  readonly actor: Actor;
  readonly connection: Connection;
}

/** Reading and editing the directory. */
export interface UsersService {
  list(actor: Actor, filter: UserFilter, page: PageRequest): Promise<Page<UserRow>>;
  /** Everything but secrets; recorded as access to personal data in the same transaction. */
  get(caller: Caller, id: string): Promise<UserDetail>;
  update(caller: Caller, input: UserUpdate): Promise<{ version: number }>;
}

const personalFields = ['email', 'phone', 'firstName', 'lastName', 'lastLoginIp'];

/** The beginning of an audit entry about a user. */
export const userEntry = (
  { actor, connection }: Caller,
  action: string,
  targetId: string,
): AuditEntry => ({
  userId: actor.userId,
  username: actor.username,
  action: `user.${action}`,
  targetType: 'user',
  targetId,
  origin: originOf(connection),
});

/** Makes the service. */
export function createUsersService({ platform, audit }: IdentityParts): UsersService {
  const { database } = platform;

  const flagsOf = (ids: readonly string[]) =>
    database.asSystem('user-flags', async (tx) => {
      const flags = await readProofFlags(tx, ids);
      return new Map(flags.map((flag) => [flag.id, flag]));
    });

  async function proofState(id: string, username: string) {
    const flags = (await flagsOf([id])).get(id);
    const throttle = await database.asSystem('user-flags', (tx) =>
      readThrottle(tx, 'account', accountKey(username)),
    );
    return {
      mfaEnabled: flags?.mfaEnabled ?? false,
      mustChangePassword: flags?.mustChangePassword ?? false,
      pinSet: flags?.pinSet ?? false,
      lockedUntil: throttle?.locked_until ?? null,
      failedLoginAttempts: throttle?.failed_login_attempts ?? 0,
    };
  }

  return {
    async list(actor, filter, page) {
      const found = await database.asUser(actor, (tx) => listUsers(tx, filter, page));
      const flags = await flagsOf(found.rows.map(({ id }) => id));
      const rows = found.rows.map((row) => ({
        ...row,
        status: row.status as UserRow['status'],
        mfaEnabled: flags.get(row.id)?.mfaEnabled ?? false,
      }));
      return { rows, nextCursor: found.nextCursor };
    },
    async get({ actor, connection }, id) {
      const { user, scopes } = await database.asUser(actor, async (tx) => {
        const found = await findUser(tx, id);
        if (!found) throw refusal('NOT_FOUND', { what: 'user', id });
        await insertDataAccess(tx, {
          user_id: actor.userId,
          username: actor.username,
          resource_type: 'user',
          resource_id: id,
          access_type: 'view',
          fields: personalFields,
          ip_address: connection.address,
          workstation: connection.workstation,
        });
        return { user: found, scopes: await listScopes(tx, id) };
      });
      const departmentIds = scopes.flatMap(({ scopeType, scopeId }) =>
        scopeType === 'department' && scopeId ? [scopeId] : [],
      );
      const status = user.status as UserRow['status'];
      const proof = await proofState(id, user.username);
      return { ...user, ...proof, status, scopes, departmentIds };
    },
    async update(caller, { id, version, ...input }) {
      const values = {
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
      };
      try {
        return await database.asUser(caller.actor, async (tx) => {
          const before = await lockAtVersion(tx, id, version);
          const entry = userEntry(caller, 'update', id);
          await audit.record(tx, { ...entry, ...changedValues(before, values) });
          return { version: await updateUser(tx, id, values) };
        });
      } catch (error) {
        throw translateUserError(error);
      }
    },
  };
}
