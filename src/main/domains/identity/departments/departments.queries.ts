import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** A department as an editor saves it. */
export interface DepartmentText {
  readonly name: string;
  readonly parentId: string | null;
  readonly description: string | null;
  readonly managerId: string | null;
}

const columns = (text: DepartmentText) => ({
  name: text.name,
  parent_id: text.parentId,
  description: text.description,
  manager_id: text.managerId,
});

/** The whole tree, in order of names. */
export async function listDepartments(tx: Tx) {
  return tx
    .selectFrom('identity.departments as department')
    .leftJoin('identity.users as manager', 'manager.id', 'department.manager_id')
    .select([
      'department.id',
      'department.version',
      'department.name',
      'department.parent_id as parentId',
      'department.description',
      'department.manager_id as managerId',
      'manager.full_name as managerName',
      sql<number>`(
        select count(*)::integer from identity.user_departments as member
        where member.dept_id = department.id)`.as('members'),
    ])
    .orderBy('department.name')
    .orderBy('department.id')
    .execute();
}

/** One department, locked for a change. */
export async function lockDepartment(tx: Tx, id: string) {
  return tx
    .selectFrom('identity.departments')
    .where('id', '=', id)
    .selectAll()
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Makes a department and answers its key. */
export async function insertDepartment(tx: Tx, text: DepartmentText): Promise<string> {
  const { id } = await tx
    .insertInto('identity.departments')
    .values(columns(text))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Saves a department and answers its version. Violates `departments_no_cycle`. */
export async function updateDepartment(tx: Tx, id: string, text: DepartmentText): Promise<number> {
  const { version } = await tx
    .updateTable('identity.departments')
    .set(columns(text))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** What still belongs to a department. */
export async function countDependants(tx: Tx, id: string) {
  return tx
    .selectNoFrom((eb) => [
      eb
        .selectFrom('identity.departments')
        .where('parent_id', '=', id)
        .select((count) => count.fn.countAll<number>().as('n'))
        .as('departments'),
      eb
        .selectFrom('identity.user_scopes')
        .where('scope_type', '=', 'department')
        .where('scope_id', '=', id)
        .select((count) => count.fn.countAll<number>().as('n'))
        .as('members'),
    ])
    .executeTakeFirstOrThrow();
}

/** Removes a department. */
export async function deleteDepartment(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('identity.departments').where('id', '=', id).execute();
}
