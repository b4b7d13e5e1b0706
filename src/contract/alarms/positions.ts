import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp, version } from '../procedure.ts';

/** What a person may set of an operator position. */
export const positionFields = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(500).nullable(),
  /** Stations at which it is worked. */
  workstations: z.array(z.string().trim().min(1).max(100)).max(50),
  /** Roles whose holders work it where their station names no position. */
  roleIds: z.array(entityId).max(50),
  /** Areas, and nouns of sources, whose alarms it answers; both empty only for the default. */
  areaIds: z.array(entityId).max(200),
  sourceTypes: z.array(z.string().trim().min(1).max(50)).max(50),
});

/** An operator position: who answers which alarms. */
export const position = z.object({
  id: entityId,
  ...positionFields.shape,
  /** The one that answers what no other does. */
  isDefault: z.boolean(),
  version: z.int(),
  updatedAt: timestamp,
});

/** A time in which more alarms came than an operator can answer. */
export const flood = z.object({
  id: entityId,
  positionId: entityId,
  positionName: z.string(),
  startedAt: timestamp,
  /** Null while it goes on. */
  endedAt: timestamp.nullable(),
  /** Annunciations from start to end. */
  alarmCount: z.int(),
  /** Most annunciations in ten minutes, and when those ended. */
  peakCount: z.int(),
  peakAt: timestamp,
});

const unreachable = {
  UNREACHABLE: {
    status: 422,
    message: 'Name areas or kinds of sources; only the default position answers the rest.',
  },
} as const;

/** Operator positions and their floods. */
export const positionsContract = {
  list: procedure('alarm:read', { level: 'badge' }).output(z.array(position)),
  /** The position of this station, else of one of the person's roles, else the default. */
  mine: procedure('alarm:read', { level: 'badge' }).output(position),
  create: procedure('alarm:configure').input(positionFields).errors(unreachable).output(position),
  update: procedure('alarm:configure')
    .input(z.strictObject({ id: entityId, version, fields: positionFields }))
    .errors(unreachable)
    .output(position),
  /** Removes a position that no alarm, flood or report names. */
  remove: procedure('alarm:configure')
    .input(z.strictObject({ id: entityId, version }))
    .errors({
      IN_USE: { status: 409, message: 'Alarms were answered there; empty it instead.' },
    })
    .output(z.object({})),
  /** Floods, the newest first. */
  floods: procedure('alarm:read', { level: 'badge' })
    .input(
      pageInput.extend({
        positionId: entityId.optional(),
        from: timestamp.optional(),
        to: timestamp.optional(),
      }),
    )
    .output(pageOf(flood)),
};

/** See {@link position}. */
export type Position = z.infer<typeof position>;
/** See {@link positionFields}. */
export type PositionFields = z.infer<typeof positionFields>;
/** See {@link flood}. */
export type Flood = z.infer<typeof flood>;
