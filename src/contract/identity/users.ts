import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp, version } from '../procedure.ts';
import { languages } from '../words/languages.ts';

/** Life of an account (source 001). */
export const userStatuses = ['active', 'inactive', 'locked', 'pending_verification'] as const;

/** What a scope narrows: one of the five systems' units. */
export const scopeTypes = ['customer', 'facility', 'department', 'branch', 'area'] as const;

/** How much a scope allows, weakest first (source 004, `area_permissions`). */
export const permissionLevels = ['view', 'operate', 'manage', 'admin'] as const;

/** One unit a person may see or work in; `scopeId` null means all units of that type. */
export const userScope = z.strictObject({
  scopeType: z.enum(scopeTypes),
  scopeId: entityId.nullable(),
  permissionLevel: z.enum(permissionLevels),
});

/** One row of the list: names only, no contact data. */
export const userRow = z.object({
  id: entityId,
  username: z.string(),
  fullName: z.string(),
  status: z.enum(userStatuses),
  roles: z.array(z.string()),
  activeBadges: z.int(),
  mfaEnabled: z.boolean(),
  lastLoginAt: timestamp.nullable(),
});

/** Everything an editor needs. Reading it is recorded as access to personal data. */
export const userDetail = userRow.extend({
  version,
  email: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  phone: z.string().nullable(),
  locale: z.string(),
  facilityId: entityId.nullable(),
  branchId: entityId.nullable(),
  partnerId: entityId.nullable(),
  oauthProvider: z.string().nullable(),
  emailVerified: z.boolean(),
  mustChangePassword: z.boolean(),
  lockedUntil: timestamp.nullable(),
  failedLoginAttempts: z.int(),
  pinSet: z.boolean(),
  roleIds: z.array(entityId),
  scopes: z.array(userScope),
  departmentIds: z.array(entityId),
  lastLoginIp: z.string().nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});

const editable = {
  username: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u),
  fullName: z.string().trim().min(1).max(200),
  firstName: z.string().trim().max(100).nullable().default(null),
  lastName: z.string().trim().max(100).nullable().default(null),
  email: z.email().max(254).nullable().default(null),
  phone: z.string().trim().max(30).nullable().default(null),
  locale: z.enum(languages).default('en'),
  facilityId: entityId.nullable().default(null),
  branchId: entityId.nullable().default(null),
  partnerId: entityId.nullable().default(null),
};

/** What a person enters of an account. */
export const userFields = z.strictObject(editable);

/** The last person who can manage users and roles must stay able to. */
const lastAdministrator = {
  LAST_ADMINISTRATOR: {
    status: 409,
    message: 'This is the last active administrator. Make another one first.',
  },
} as const;

const oneTimePassword = z.object({
  /** Shown this once; it works for 24 hours and must be replaced at the first sign-in. */
  oneTimePassword: z.string(),
  expiresAt: timestamp,
});

const saved = z.object({ version });

/** The directory of people, their roles and their scopes. */
export const usersContract = {
  list: procedure('user:read')
    .input(
      pageInput.extend({
        search: z.string().trim().max(100).optional(),
        status: z.enum(userStatuses).optional(),
        roleId: entityId.optional(),
      }),
    )
    .output(pageOf(userRow)),
  get: procedure('user:read')
    .input(z.strictObject({ id: entityId }))
    .output(userDetail),
  /** Makes an account with a one-time password that must be replaced. */
  create: procedure('user:create', { level: 'fresh' })
    .input(z.strictObject({ ...editable, roleIds: z.array(entityId).max(50).default([]) }))
    .output(oneTimePassword.extend({ id: entityId })),
  update: procedure('user:update')
    .input(z.strictObject({ id: entityId, version, ...editable }))
    .output(saved),
  /** Activates, deactivates or unlocks. Everything but `active` ends the person's sessions at once. */
  setStatus: procedure('user:update', { level: 'fresh' })
    .input(
      z.strictObject({
        id: entityId,
        version,
        status: z.enum(userStatuses),
        reason: z.string().trim().max(500).optional(),
      }),
    )
    .errors(lastAdministrator)
    .output(saved),
  setRoles: procedure('role:manage', { level: 'fresh' })
    .input(z.strictObject({ id: entityId, version, roleIds: z.array(entityId).max(50) }))
    .errors(lastAdministrator)
    .output(saved),
  setScopes: procedure('role:manage', { level: 'fresh' })
    .input(z.strictObject({ id: entityId, version, scopes: z.array(userScope).max(500) }))
    .output(saved),
  /** Gives a one-time password; ends the person's sessions. */
  resetPassword: procedure('user:update', { level: 'fresh' })
    .input(z.strictObject({ id: entityId }))
    .output(oneTimePassword),
  /** Removes a lost second factor; ends the person's sessions. */
  resetMfa: procedure('user:update', { level: 'fresh' })
    .input(z.strictObject({ id: entityId }))
    .output(z.object({})),
  /** Sets or clears the PIN of somebody else, and their count of wrong tries. */
  setPin: procedure('badge:manage', { level: 'fresh' })
    .input(
      z.strictObject({
        id: entityId,
        pin: z
          .string()
          .regex(/^\d{6,12}$/u)
          .nullable(),
      }),
    )
    .output(z.object({})),
  /** Marks the account deleted. It keeps its name in history and can never sign in again. */
  remove: procedure('user:delete', { level: 'fresh' })
    .input(z.strictObject({ id: entityId, version }))
    .errors(lastAdministrator)
    .output(z.object({})),
};

/** See {@link userRow}. */
export type UserRow = z.infer<typeof userRow>;
/** See {@link userDetail}. */
export type UserDetail = z.infer<typeof userDetail>;
/** See {@link userScope}. */
export type UserScope = z.infer<typeof userScope>;
/** See {@link userFields}. */
export type UserFields = z.infer<typeof userFields>;
