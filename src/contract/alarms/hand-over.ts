import { z } from 'zod';
import { alarmPriority, alarmState } from '../alarms.ts';
import { entityId, pageInput, pageOf, procedure, timestamp, version } from '../procedure.ts';

/** One alarm on a hand-over sheet. */
export const sheetLine = z.object({
  alarmId: entityId,
  alarmType: z.string(),
  title: z.string(),
  sourceName: z.string(),
  priority: alarmPriority,
  state: alarmState,
  since: timestamp,
  comment: z.string().nullable(),
});

/** What a shift hands over, as it was when the sheet was written last. */
export const handOverSheet = z.object({
  /** Active and acknowledged. */
  standing: z.array(sheetLine),
  unacknowledged: z.array(sheetLine),
  shelved: z.array(
    sheetLine.extend({ until: timestamp, reason: z.string(), by: z.string().nullable() }),
  ),
  outOfService: z.array(sheetLine.extend({ reason: z.string(), workOrder: z.string().nullable() })),
  /** The sources that asked for attention most since the shift began. */
  topTen: z.array(z.object({ alarmType: z.string(), sourceName: z.string(), alarms: z.int() })),
  floods: z.int(),
  annunciated: z.int(),
  /** When it was written last. */
  writtenAt: timestamp.optional(),
});

/** A hand-over, without its sheet. */
export const handOverRow = z.object({
  id: entityId,
  positionId: entityId,
  positionName: z.string(),
  shiftFrom: timestamp,
  shiftTo: timestamp,
  createdByName: z.string().nullable(),
  signedBy: entityId.nullable(),
  signedByName: z.string().nullable(),
  signedAt: timestamp.nullable(),
  signedFrom: z.string().nullable(),
  receivedByName: z.string().nullable(),
  receivedAt: timestamp.nullable(),
  version: z.int(),
});

/** A hand-over with its sheet. */
export const handOver = handOverRow.extend({ notes: z.string(), sheet: handOverSheet });

const given = z.strictObject({ id: entityId, version });
const notes = z.string().trim().max(10_000);
const signed = {
  SIGNED: { status: 409, message: 'A signed sheet cannot be changed.' },
} as const;

/** Shift hand-over sheets. */
export const handOverContract = {
  /** Hand-overs, the newest first. */
  list: procedure('alarm:read', { level: 'badge' })
    .input(pageInput.extend({ positionId: entityId.optional() }))
    .output(pageOf(handOverRow)),
  get: procedure('alarm:read', { level: 'badge' })
    .input(z.strictObject({ id: entityId }))
    .output(handOver),
  /** Begins a sheet: what stands now, and what the shift was like since `shiftFrom`. */
  create: procedure('alarm:acknowledge')
    .input(
      z.strictObject({
        positionId: entityId,
        shiftFrom: timestamp,
        shiftTo: timestamp,
        notes: notes.default(''),
      }),
    )
    .errors({
      INVALID_SHIFT: { status: 422, message: 'A shift ends after it begins.' },
    })
    .output(handOver),
  /** Saves the notes and writes the sheet anew, as things stand now. */
  update: procedure('alarm:acknowledge')
    .input(given.extend({ notes }))
    .errors(signed)
    .output(handOver),
  /** Signs it, with a fresh proof (badge and PIN, or password). From then on it never changes. */
  sign: procedure('alarm:acknowledge', { level: 'fresh' })
    .input(given)
    .errors(signed)
    .output(handOver),
  /** The incoming operator takes it over, with a fresh proof. */
  receive: procedure('alarm:acknowledge', { level: 'fresh' })
    .input(given)
    .errors({
      NOT_SIGNED: { status: 409, message: 'The outgoing operator has not signed it yet.' },
      OWN_SHEET: { status: 409, message: 'Somebody else must take over what you signed.' },
    })
    .output(handOver),
  /** Throws away a draft. */
  remove: procedure('alarm:acknowledge').input(given).errors(signed).output(z.object({})),
};

/** See {@link handOver}. */
export type HandOver = z.infer<typeof handOver>;
/** See {@link handOverRow}. */
export type HandOverRow = z.infer<typeof handOverRow>;
/** See {@link handOverSheet}. */
export type HandOverSheet = z.infer<typeof handOverSheet>;
