import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';

/** What a token lets its holder do (source 004, `api_tokens.scopes`). */
export const tokenScopes = [
  'node:connect',
  'machine:read',
  'session:write',
  'event:write',
  'telemetry:write',
  'request:write',
] as const;

/** An API token. Its secret is never shown again after it was made. */
export const tokenRow = z.object({
  id: entityId,
  name: z.string(),
  /** The first characters of the secret, to tell tokens apart. */
  prefix: z.string(),
  machineId: entityId.nullable(),
  nodeId: entityId.nullable(),
  /** Business code of the node it speaks for. */
  nodeCode: z.string().nullable(),
  /** A successor was made, so that it may end. */
  isReplaced: z.boolean(),
  scopes: z.array(z.enum(tokenScopes)),
  createdByName: z.string().nullable(),
  createdAt: timestamp,
  expiresAt: timestamp,
  lastUsed: timestamp.nullable(),
  isRevoked: z.boolean(),
});

/** What a person enters of a new token. */
export const tokenFields = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(tokenScopes)).min(1),
  machineId: entityId.nullable().default(null),
  nodeId: entityId.nullable().default(null),
  /** Days from now. */
  validDays: z.int().min(1).max(730),
});

const secret = z.object({ id: entityId, secret: z.string(), expiresAt: timestamp });

/** Tokens of nodes, machines and other programs. */
export const tokensContract = {
  list: procedure('token:manage')
    .input(
      pageInput.extend({
        state: z.enum(['usable', 'expired', 'revoked']).optional(),
        nodeId: entityId.optional(),
        /** Only usable ones that end within so many days. */
        endingWithinDays: z.int().min(1).max(365).optional(),
      }),
    )
    .output(pageOf(tokenRow)),
  create: procedure('token:manage', { level: 'fresh' }).input(tokenFields).output(secret),
  /** Makes a successor with the same rights; the old one works `overlapHours` longer. */
  rotate: procedure('token:manage', { level: 'fresh' })
    .input(
      z.strictObject({
        id: entityId,
        validDays: z.int().min(1).max(730),
        overlapHours: z.int().min(0).max(168).default(24),
      }),
    )
    .output(secret),
  revoke: procedure('token:manage')
    .input(z.strictObject({ id: entityId }))
    .output(z.object({})),
};

/** See {@link tokenRow}. */
export type TokenRow = z.infer<typeof tokenRow>;
