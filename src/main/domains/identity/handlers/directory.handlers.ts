import { procedures } from '#platform/rpc/procedures.ts';
import type { DepartmentsService } from '../departments/departments.service.ts';
import { answering } from '../refusal.ts';
import type { RolesService } from '../roles/roles.service.ts';
import type { UserAdministration } from '../users/user-administration.service.ts';
import type { UsersService } from '../users/users.service.ts';

/** What the directory is answered from. */
export interface DirectoryHandlers {
  readonly users: UsersService;
  readonly administration: UserAdministration;
  readonly roles: RolesService;
  readonly departments: DepartmentsService;
}

function editing({ users }: DirectoryHandlers) {
  const own = procedures.identity.users;
  return {
    list: own.list.handler(({ input: { cursor, limit, ...filter }, context }) =>
      users.list(context.actor, filter, { cursor, limit }),
    ),
    get: own.get.handler(({ input, context, errors }) =>
      answering(errors, () => users.get(context, input.id)),
    ),
    update: own.update.handler(({ input, context, errors }) =>
      answering(errors, () => users.update(context, input)),
    ),
  };
}

function administering({ administration }: DirectoryHandlers) {
  const own = procedures.identity.users;
  return {
    create: own.create.handler(({ input, context, errors }) =>
      answering(errors, () => administration.create(context, input)),
    ),
    setStatus: own.setStatus.handler(({ input, context, errors }) =>
      answering(errors, () => administration.setStatus(context, input)),
    ),
    setRoles: own.setRoles.handler(({ input, context, errors }) =>
      answering(errors, () => administration.setRoles(context, input)),
    ),
    setScopes: own.setScopes.handler(({ input, context, errors }) =>
      answering(errors, () => administration.setScopes(context, input)),
    ),
    resetPassword: own.resetPassword.handler(({ input, context, errors }) =>
      answering(errors, () => administration.resetPassword(context, input.id)),
    ),
    resetMfa: own.resetMfa.handler(({ input, context, errors }) =>
      answering(errors, async () => {
        await administration.resetMfa(context, input.id);
        return {};
      }),
    ),
    setPin: own.setPin.handler(({ input, context, errors }) =>
      answering(errors, async () => {
        await administration.setPin(context, input.id, input.pin);
        return {};
      }),
    ),
    remove: own.remove.handler(({ input, context, errors }) =>
      answering(errors, async () => {
        await administration.remove(context, input.id, input.version);
        return {};
      }),
    ),
  };
}

/** Answers `identity.users`. */
export function usersHandlers(parts: DirectoryHandlers) {
  return { ...editing(parts), ...administering(parts) };
}

/** Answers `identity.roles`. */
export function rolesHandlers({ roles }: DirectoryHandlers) {
  const own = procedures.identity.roles;
  return {
    list: own.list.handler(({ context }) => roles.list(context.actor)),
    permissions: own.permissions.handler(({ context }) => roles.permissions(context.actor)),
    create: own.create.handler(({ input, context, errors }) =>
      answering(errors, async () => ({ id: await roles.create(context, input) })),
    ),
    saveGrid: own.saveGrid.handler(({ input, context, errors }) =>
      answering(errors, () => roles.saveGrid(context, input.roles)),
    ),
    remove: own.remove.handler(({ input, context, errors }) =>
      answering(errors, async () => {
        await roles.remove(context, input.id, input.version);
        return {};
      }),
    ),
  };
}

/** Answers `identity.departments`. */
export function departmentsHandlers({ departments }: DirectoryHandlers) {
  const own = procedures.identity.departments;
  return {
    list: own.list.handler(({ context }) => departments.list(context.actor)),
    create: own.create.handler(({ input, context, errors }) =>
      answering(errors, async () => ({ id: await departments.create(context, input) })),
    ),
    update: own.update.handler(({ input: { id, version, ...text }, context, errors }) =>
      answering(errors, async () => ({
        version: await departments.update(context, id, version, text),
      })),
    ),
    remove: own.remove.handler(({ input, context, errors }) =>
      answering(errors, async () => {
        await departments.remove(context, input.id, input.version);
        return {};
      }),
    ),
  };
}
