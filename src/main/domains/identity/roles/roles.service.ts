import type { Permission } from '#contract/permissions.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import type { Actor } from '#platform/rpc/context.ts';
import { type AuditEntry, originOf } from '../audit/audit.service.ts';
import { changedValues } from '../audit/changed-values.ts';
import type { IdentityParts } from '../identity-services.ts';
import { refusal } from '../refusal.ts';
import type { Caller } from '../users/users.service.ts';
import {
  countRoleHolders,
  deleteRole,
  insertRole,
  listPermissions,
  listRoles,
  lockRoles,
  readRolePermissions,
  replaceRolePermissions,
  updateRole,
} from './roles.queries.ts';

/** A role as an editor saves it. */
export interface RoleText {
  readonly name: string;
  readonly description: string | null;
  readonly permissions: readonly Permission[];
}

/** A column of the grid as an editor saves it. */
export interface RoleUpdate extends RoleText {
  readonly id: string;
  readonly version: number;
}

/** Roles and what they permit. */
export interface RolesService {
  list(actor: Actor): ReturnType<typeof listRoles>;
  permissions(actor: Actor): ReturnType<typeof listPermissions>;
  create(caller: Caller, role: RoleText): Promise<string>;
  /** Saves all columns or none. */
  saveGrid(
    caller: Caller,
    roles: readonly RoleUpdate[],
  ): Promise<{ id: string; version: number }[]>;
  remove(caller: Caller, id: string, version: number): Promise<void>;
}

function entry({ actor, connection }: Caller, action: string, targetId: string): AuditEntry {
  return {
    userId: actor.userId,
    username: actor.username,
    action: `role.${action}`,
    targetType: 'role',
    targetId,
    origin: originOf(connection),
  };
}

const translate = (error: unknown): unknown =>
  violates(error, 'roles_name_key') ? refusal('DUPLICATE', { field: 'name' }) : error;

async function lockAtVersions(tx: Tx, wanted: readonly { id: string; version: number }[]) {
  const found = await lockRoles(
    tx,
    wanted.map(({ id }) => id),
  );
  const roles = new Map(found.map((role) => [role.id, role]));
  for (const { id, version } of wanted) {
    const role = roles.get(id);
    if (!role) throw refusal('NOT_FOUND', { what: 'role', id });
    if (role.is_protected) throw refusal('PROTECTED_ROLE', { role: role.name });
    if (role.version !== version) {
      throw refusal('CONFLICT', { what: 'role', id, version: role.version });
    }
  }
  return roles;
}

/** Makes the service. */
export function createRolesService({ platform, audit }: IdentityParts): RolesService {
  const { database } = platform;

  async function work<T>(actor: Actor, action: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await database.asUser(actor, action);
    } catch (error) {
      throw translate(error);
    }
  }

  return {
    list: (actor) => database.asUser(actor, listRoles),
    permissions: (actor) => database.asUser(actor, listPermissions),
    create: (caller, role) =>
      work(caller.actor, async (tx) => {
        const id = await insertRole(tx, role.name, role.description);
        await replaceRolePermissions(tx, id, role.permissions);
        await audit.record(tx, { ...entry(caller, 'create', id), newValues: { ...role } });
        return id;
      }),
    saveGrid: (caller, updates) =>
      work(caller.actor, async (tx) => {
        const before = await lockAtVersions(tx, updates);
        const saved: { id: string; version: number }[] = [];
        for (const { id, name, description, permissions } of updates) {
          const old = { ...before.get(id), permissions: await readRolePermissions(tx, id) };
          const next = { name, description, permissions: permissions.toSorted() };
          await replaceRolePermissions(tx, id, permissions);
          await audit.record(tx, { ...entry(caller, 'update', id), ...changedValues(old, next) });
          saved.push({ id, version: await updateRole(tx, id, name, description) });
        }
        return saved;
      }),
    remove: (caller, id, version) =>
      work(caller.actor, async (tx) => {
        const role = (await lockAtVersions(tx, [{ id, version }])).get(id);
        const users = await countRoleHolders(tx, id);
        if (users > 0) throw refusal('ROLE_IN_USE', { users });
        await deleteRole(tx, id);
        await audit.record(tx, { ...entry(caller, 'remove', id), oldValues: { name: role?.name } });
      }),
  };
}
