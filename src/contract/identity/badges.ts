import { z } from 'zod';
import { entityId, procedure, timestamp, version } from '../procedure.ts';
import { badgePresentation, badgeTechnologies, readingErrors } from './session.ts';

/** Life of a badge. Only an active one identifies anybody. */
export const badgeStatuses = ['active', 'lost', 'blocked', 'retired'] as const;

/** A badge of a person. The UID is kept only as a keyed hash; `lastFour` is what people compare. */
export const badgeRow = z.object({
  id: entityId,
  version,
  userId: entityId,
  fullName: z.string(),
  label: z.string().nullable(),
  technology: z.enum(badgeTechnologies),
  lastFour: z.string(),
  status: z.enum(badgeStatuses),
  issuedAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});

/** Badges: issuing, losing, retiring. */
export const badgesContract = {
  list: procedure('badge:manage')
    .input(z.strictObject({ userId: entityId }))
    .output(z.array(badgeRow)),
  /** Tells whose badge this is, without signing anybody in. */
  identify: procedure('badge:manage')
    .input(z.strictObject({ badge: badgePresentation }))
    .errors(readingErrors)
    .output(
      z.object({
        kind: z.enum(['known', 'unknown', 'blocked', 'lost', 'user-inactive']),
        badge: badgeRow.nullable(),
      }),
    ),
  /** Gives a badge to a person after two identical readings. */
  enrol: procedure('badge:manage')
    .input(
      z.strictObject({
        userId: entityId,
        label: z.string().trim().max(100).nullable().default(null),
        readings: z.tuple([badgePresentation, badgePresentation]),
      }),
    )
    .errors({
      /** The two readings are not the same badge. */
      READINGS_DIFFER: { status: 422, message: 'The two readings differ. Hold the badge still.' },
      ...readingErrors,
      /** Somebody holds this badge. */
      BADGE_TAKEN: {
        status: 409,
        message: 'This badge belongs to somebody.',
        data: z.object({ fullName: z.string() }),
      },
    })
    .output(z.object({ id: entityId })),
  setStatus: procedure('badge:manage')
    .input(
      z.strictObject({
        id: entityId,
        version,
        status: z.enum(badgeStatuses),
        reason: z.string().trim().max(500).optional(),
      }),
    )
    .errors({
      /** A retired badge stays retired; enrol it again. */
      BADGE_RETIRED: { status: 409, message: 'A retired badge must be enrolled again.' },
      BADGE_TAKEN: {
        status: 409,
        message: 'This badge belongs to somebody.',
        data: z.object({ fullName: z.string() }),
      },
    })
    .output(z.object({ version })),
  /** What happened to a badge, newest first. */
  history: procedure('badge:manage')
    .input(z.strictObject({ id: entityId }))
    .output(
      z.array(
        z.object({
          at: timestamp,
          status: z.enum(badgeStatuses),
          reason: z.string().nullable(),
          byName: z.string().nullable(),
        }),
      ),
    ),
};

/** See {@link badgeRow}. */
export type BadgeRow = z.infer<typeof badgeRow>;
