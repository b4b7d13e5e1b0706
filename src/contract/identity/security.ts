import { z } from 'zod';
import {
  authLevels,
  entityId,
  pageInput,
  pageOf,
  procedure,
  timestamp,
  version,
} from '../procedure.ts';

/** Something that bears on security: a sign-in, a refusal, a badge seen at two places (source 004). */
export const securityEventRow = z.object({
  id: z.string(),
  eventType: z.string(),
  userId: entityId.nullable(),
  fullName: z.string().nullable(),
  ipAddress: z.string().nullable(),
  resourceType: z.string().nullable(),
  resourceId: z.string().nullable(),
  appContext: z.string().nullable(),
  success: z.boolean(),
  details: z.record(z.string(), z.unknown()),
  at: timestamp,
});

/** An attempt to sign in that failed (source 004). */
export const failedLoginRow = z.object({
  id: z.string(),
  username: z.string(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  at: timestamp,
});

/** A session that is open now. */
export const openSessionRow = z.object({
  id: entityId,
  userId: entityId,
  fullName: z.string(),
  workstation: z.string(),
  transport: z.enum(['desktop', 'web', 'api']),
  address: z.string().nullable(),
  level: z.enum(authLevels),
  locked: z.boolean(),
  startedAt: timestamp,
  lastActivity: timestamp,
  endsAt: timestamp,
  /** `true` for the session of the person who asks. */
  own: z.boolean(),
});

/**
 * What is watched for misuse: one badge at several places, one person running machines in several
 * areas, unknown badges at one place, refusals of one person and at one machine, and tokens refused.
 */
export const securityRuleName = z.enum([
  'badge-two-places',
  'session-elsewhere',
  'badge-unknown-burst',
  'person-refused',
  'machine-refused',
  'token-misuse',
]);

/** From when on something is taken for misuse. */
export const securityRule = z.object({
  rule: securityRuleName,
  /** So many are misuse. 2 to 1000. */
  threshold: z.int(),
  /** Within this time, in seconds; `null` where only the moment counts. */
  withinSeconds: z.int().nullable(),
  isEnabled: z.boolean(),
  version,
  updatedAt: timestamp,
});

const period = { from: timestamp.optional(), until: timestamp.optional() };

/** What happened around sign-in, and who is signed in. */
export const securityContract = {
  events: procedure('security-event:read')
    .input(
      pageInput.extend({
        ...period,
        eventType: z.string().max(50).optional(),
        userId: entityId.optional(),
        success: z.boolean().optional(),
      }),
    )
    .output(pageOf(securityEventRow)),
  /** The kinds of event there have been, for the filter. */
  eventTypes: procedure('security-event:read').output(z.array(z.string())),
  failedLogins: procedure('security-event:read')
    .input(
      pageInput.extend({
        ...period,
        username: z.string().max(255).optional(),
        ipAddress: z.string().max(45).optional(),
      }),
    )
    .output(pageOf(failedLoginRow)),
  rules: procedure('security-event:read').output(z.array(securityRule)),
  /** Changes a limit. Audited with what stood before and after. */
  updateRule: procedure('alarm:configure')
    .input(
      z.strictObject({
        rule: securityRuleName,
        version,
        threshold: z.int().min(2).max(1000),
        withinSeconds: z.int().min(1).max(86_400).nullable(),
        isEnabled: z.boolean(),
      }),
    )
    .output(securityRule),
  sessions: procedure('security-event:read').output(z.array(openSessionRow)),
  /** Ends somebody's session; their screens close within a second. */
  endSession: procedure('user:update', { level: 'fresh' })
    .input(z.strictObject({ id: entityId }))
    .output(z.object({})),
  /** One's own open sessions. */
  mySessions: procedure('signed-in').output(z.array(openSessionRow)),
  endMySession: procedure('signed-in')
    .input(z.strictObject({ id: entityId }))
    .output(z.object({})),
};

/** See {@link securityEventRow}. */
export type SecurityEventRow = z.infer<typeof securityEventRow>;
/** See {@link securityRuleName}. */
export type SecurityRuleName = z.infer<typeof securityRuleName>;
/** See {@link securityRule}. */
export type SecurityRule = z.infer<typeof securityRule>;
/** See {@link failedLoginRow}. */
export type FailedLoginRow = z.infer<typeof failedLoginRow>;
/** See {@link openSessionRow}. */
export type OpenSessionRow = z.infer<typeof openSessionRow>;
