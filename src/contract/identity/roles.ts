import { z } from 'zod';
import { permissions } from '../permissions.ts';
import { entityId, procedure, version } from '../procedure.ts';

/** A role with everything it permits: one column of the grid role × permission. */
export const roleRow = z.object({
  id: entityId,
  version,
  name: z.string(),
  description: z.string().nullable(),
  /** `true` for the role that holds every permission and cannot be changed. */
  isProtected: z.boolean(),
  permissions: z.array(z.enum(permissions)),
  users: z.int(),
});

const roleText = {
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(500).nullable().default(null),
};

/** Roles and what they permit. */
export const rolesContract = {
  list: procedure('role:read').output(z.array(roleRow)),
  /** All permissions with their meaning, in the order of the grid. */
  permissions: procedure('role:read').output(
    z.array(
      z.object({
        permission: z.enum(permissions),
        resource: z.string(),
        action: z.string(),
        description: z.string(),
      }),
    ),
  ),
  create: procedure('role:manage', { level: 'fresh' })
    .input(z.strictObject({ ...roleText, permissions: z.array(z.enum(permissions)).default([]) }))
    .output(z.object({ id: entityId })),
  /** Saves the changed columns of the grid together; one stale version refuses them all. */
  saveGrid: procedure('role:manage', { level: 'fresh' })
    .input(
      z.strictObject({
        roles: z
          .array(
            z.strictObject({
              id: entityId,
              version,
              ...roleText,
              permissions: z.array(z.enum(permissions)),
            }),
          )
          .min(1)
          .max(100),
      }),
    )
    .errors({
      /** The administrator role holds every permission and cannot be changed. */
      PROTECTED_ROLE: {
        status: 409,
        message: 'This role cannot be changed.',
        data: z.object({ role: z.string() }),
      },
    })
    .output(z.array(z.object({ id: entityId, version }))),
  remove: procedure('role:manage', { level: 'fresh' })
    .input(z.strictObject({ id: entityId, version }))
    .errors({
      ROLE_IN_USE: {
        status: 409,
        message: 'People still hold this role.',
        data: z.object({ users: z.int() }),
      },
      PROTECTED_ROLE: {
        status: 409,
        message: 'This role cannot be removed.',
        data: z.object({ role: z.string() }),
      },
    })
    .output(z.object({})),
};

/** See {@link roleRow}. */
export type RoleRow = z.infer<typeof roleRow>;
