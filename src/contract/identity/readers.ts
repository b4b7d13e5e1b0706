import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { entityId, liveRowsOf, procedure, timestamp, version } from '../procedure.ts';
import { badgeTechnologies } from './session.ts';

/**
 * How a reader speaks. `auto` finds out whether it is `rdm6300`, `plain-line` or `twn4`; the other
 * readers must be named, because asking them could confuse one that is none of them.
 */
export const readerProfiles = [
  'auto',
  'rdm6300',
  'plain-line',
  'twn4',
  'twn4-binary',
  'pn532',
] as const;

/** How a reader that sends lines writes the number. */
export const lineForms = ['hex', 'decimal'] as const;

/** What a reader is for: signing in at a workstation, starting a machine, or enrolling badges. */
export const readerPurposes = ['sign-in', 'machine', 'enrolment'] as const;

/** `serial:/dev/ttyUSB0?baud=9600`, `serial:usb=10c4:ea60` or `tcp://host:port`. */
export const endpointText = z
  .string()
  .trim()
  .regex(/^(serial:|tcp:\/\/)\S{2,250}$/u);

/** A badge reader as configured. */
export const readerRow = z.object({
  id: entityId,
  version,
  name: z.string(),
  endpoint: z.string(),
  profile: z.enum(readerProfiles),
  form: z.enum(lineForms),
  /** What badges a line reader reads, where it does not tell. */
  technology: z.enum(badgeTechnologies),
  /** The reader sends the least significant byte first. */
  reversed: z.boolean(),
  purpose: z.enum(readerPurposes),
  workstation: z.string().nullable(),
  machineId: entityId.nullable(),
  /** The installation that holds the cable. */
  installationId: entityId,
  /** `true` where this process holds the cable. */
  here: z.boolean(),
  isActive: z.boolean(),
});

/** State of the link of one reader. */
export const readerLinkRow = z.object({
  readerId: entityId,
  /** `elsewhere`: another installation holds the cable, and its state is not known here. */
  state: z.enum(['opening', 'up', 'down', 'elsewhere', 'disabled']),
  since: timestamp,
  /** Why it is down, or what to check; null while all is well. */
  problem: z.string().nullable(),
  /** Bytes arrive but no frame is valid: the baud rate is probably wrong. */
  checkBaud: z.boolean(),
  bytes: z.int(),
  frames: z.int(),
  badFrames: z.int(),
  reconnects: z.int(),
});

/** One thing a port said. Raw bytes hold badge numbers in clear: for those who manage readers. */
export const readerTraceEntry = z.object({
  at: timestamp,
  kind: z.enum(['frame', 'garbage', 'sent', 'state']),
  /** The first bytes in hexadecimal; empty for a change of state. */
  hex: z.string(),
  /** What the bytes mean, why they mean nothing, or the new state. */
  decoded: z.string(),
  /** Of this link since it was opened. */
  bytes: z.int(),
  frames: z.int(),
  badFrames: z.int(),
  checkBaud: z.boolean(),
});

const settings = {
  name: z.string().trim().min(1).max(100),
  endpoint: endpointText,
  profile: z.enum(readerProfiles),
  form: z.enum(lineForms).default('hex'),
  technology: z.enum(badgeTechnologies).default('unknown'),
  reversed: z.boolean().default(false),
  isActive: z.boolean().default(true),
};

/** What a reader is for, and where. */
export const readerAssignment = z.discriminatedUnion('purpose', [
  z.strictObject({
    purpose: z.literal('sign-in'),
    workstation: z.string().trim().min(1).max(100),
  }),
  z.strictObject({ purpose: z.literal('machine'), machineId: entityId }),
  z.strictObject({
    purpose: z.literal('enrolment'),
    workstation: z.string().trim().min(1).max(100),
  }),
]);

/** What a person enters of a reader, besides what it is for. */
export const readerFields = z.strictObject(settings);

const inUse = {
  /** Another reader has this endpoint at this installation. */
  ENDPOINT_TAKEN: {
    status: 409,
    message: 'Another reader uses this port.',
    data: z.object({ reader: z.string() }),
  },
} as const;

/** Badge readers on serial ports and serial device servers. */
export const readersContract = {
  list: procedure('reader:read').output(z.array(readerRow)),
  /** Serial ports of this machine, for the form. */
  ports: procedure('reader:manage').output(
    z.array(
      z.object({
        endpoint: z.string(),
        path: z.string(),
        manufacturer: z.string().nullable(),
        vendorId: z.string().nullable(),
        productId: z.string().nullable(),
        serialNumber: z.string().nullable(),
      }),
    ),
  ),
  create: procedure('reader:manage')
    .input(z.strictObject({ ...settings, assignment: readerAssignment }))
    .errors(inUse)
    .output(z.object({ id: entityId })),
  update: procedure('reader:manage')
    .input(z.strictObject({ id: entityId, version, ...settings }))
    .errors(inUse)
    .output(z.object({ version })),
  assign: procedure('reader:manage')
    .input(z.strictObject({ id: entityId, version, assignment: readerAssignment }))
    .output(z.object({ version })),
  remove: procedure('reader:manage')
    .input(z.strictObject({ id: entityId, version }))
    .output(z.object({})),
  /** Link states of all readers, live. */
  links: procedure('reader:read').output(eventIterator(liveRowsOf(readerLinkRow))),
  /** What one port says, live, beginning with the last 100 entries. */
  trace: procedure('reader:manage')
    .input(z.strictObject({ id: entityId }))
    .output(eventIterator(readerTraceEntry)),
  /** Badges read at this workstation's enrolment and sign-in readers, for enrolling. */
  reads: procedure('badge:manage').output(
    eventIterator(
      z.object({
        readId: entityId,
        readerId: entityId,
        readerName: z.string(),
        technology: z.enum(badgeTechnologies),
        lastFour: z.string(),
        at: timestamp,
      }),
    ),
  ),
};

/** See {@link readerRow}. */
export type ReaderRow = z.infer<typeof readerRow>;
/** See {@link readerLinkRow}. */
export type ReaderLinkRow = z.infer<typeof readerLinkRow>;
/** See {@link readerTraceEntry}. */
export type ReaderTraceEntry = z.infer<typeof readerTraceEntry>;
