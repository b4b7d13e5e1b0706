import { violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import type { Actor } from '#platform/rpc/context.ts';
import { type AuditEntry, originOf } from '../audit/audit.service.ts';
import { changedValues } from '../audit/changed-values.ts';
import type { IdentityParts } from '../identity-services.ts';
import { refusal } from '../refusal.ts';
import type { Caller } from '../users/users.service.ts';
import {
  countDependants,
  deleteDepartment,
  type DepartmentText,
  insertDepartment,
  listDepartments,
  lockDepartment,
  updateDepartment,
} from './departments.queries.ts';

/** The organisation's tree. */
export interface DepartmentsService {
  list(actor: Actor): ReturnType<typeof listDepartments>;
  create(caller: Caller, text: DepartmentText): Promise<string>;
  update(caller: Caller, id: string, version: number, text: DepartmentText): Promise<number>;
  remove(caller: Caller, id: string, version: number): Promise<void>;
}

function entry({ actor, connection }: Caller, action: string, targetId: string): AuditEntry {
  return {
    userId: actor.userId,
    username: actor.username,
    action: `department.${action}`,
    targetType: 'department',
    targetId,
    origin: originOf(connection),
  };
}

function translate(error: unknown): unknown {
  if (violates(error, 'departments_no_cycle') || violates(error, 'departments_not_own_parent')) {
    return refusal('DEPARTMENT_CYCLE');
  }
  if (violates(error, 'departments_parent_id_fkey')) {
    return refusal('NOT_FOUND', { what: 'department', id: '' });
  }
  if (violates(error, 'departments_manager_id_fkey')) {
    return refusal('NOT_FOUND', { what: 'user', id: '' });
  }
  return error;
}

async function lockAtVersion(tx: Tx, id: string, version: number) {
  const found = await lockDepartment(tx, id);
  if (!found) throw refusal('NOT_FOUND', { what: 'department', id });
  if (found.version !== version) {
    throw refusal('CONFLICT', { what: 'department', id, version: found.version });
  }
  return found;
}

/** Makes the service. */
export function createDepartmentsService({ platform, audit }: IdentityParts): DepartmentsService {
  const { database } = platform;

  async function work<T>(actor: Actor, action: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await database.asUser(actor, action);
    } catch (error) {
      throw translate(error);
    }
  }

  return {
    list: (actor) => database.asUser(actor, listDepartments),
    create: (caller, text) =>
      work(caller.actor, async (tx) => {
        const id = await insertDepartment(tx, text);
        await audit.record(tx, { ...entry(caller, 'create', id), newValues: { ...text } });
        return id;
      }),
    update: (caller, id, version, text) =>
      work(caller.actor, async (tx) => {
        const { parent_id, manager_id, ...rest } = await lockAtVersion(tx, id, version);
        const before = { ...rest, parentId: parent_id, managerId: manager_id };
        await audit.record(tx, { ...entry(caller, 'update', id), ...changedValues(before, text) });
        return updateDepartment(tx, id, text);
      }),
    remove: (caller, id, version) =>
      work(caller.actor, async (tx) => {
        const { name } = await lockAtVersion(tx, id, version);
        const { departments, members } = await countDependants(tx, id);
        const counts = { departments: departments ?? 0, members: members ?? 0 };
        if (counts.departments + counts.members > 0) throw refusal('DEPARTMENT_IN_USE', counts);
        await deleteDepartment(tx, id);
        await audit.record(tx, { ...entry(caller, 'remove', id), oldValues: { name } });
      }),
  };
}
