import { z } from 'zod';
import { languages } from '../words/languages.ts';
import { entityId, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';

/** A wall display. Its code and token are never shown again. */
export const displayRow = z.object({
  id: entityId,
  name: z.string(),
  /** Areas whose alarms it shows; null: all, also alarms that belong to none. */
  areaIds: z.array(entityId).nullable(),
  /** Their names, of those that the reader may see. */
  areaNames: z.array(z.string()),
  /** Operator position whose alarms it shows; null: of all. */
  positionId: entityId.nullable(),
  positionName: z.string().nullable(),
  sounds: z.boolean(),
  locale: z.enum(languages),
  createdByName: z.string().nullable(),
  createdAt: timestamp,
  expiresAt: timestamp,
  /** Until when its pairing code works; null where there is none. */
  codeExpiresAt: timestamp.nullable(),
  /** When a browser was paired last; null until then. */
  pairedAt: timestamp.nullable(),
  /** When it was connected last, to the minute, from which address and with which browser. */
  lastSeen: timestamp.nullable(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  revokedAt: timestamp.nullable(),
  revokedByName: z.string().nullable(),
});

/** What a person enters of a new display. */
export const displayFields = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** Null: all areas, which its maker must hold, too. */
  areaIds: z.array(entityId).min(1).max(200).nullable().default(null),
  positionId: entityId.nullable().default(null),
  sounds: z.boolean().default(false),
  locale: z.enum(languages),
  /** Days from now. */
  validDays: z.int().min(1).max(366),
});

/** A one-time code, such as `F3KQ-7W2M-XH4T-9RCD`, by which one browser becomes the display. */
const pairingCode = z.object({ id: entityId, code: z.string(), codeExpiresAt: timestamp });

/** Wall displays: who may look without signing in. */
export const displaysContract = {
  list: procedure('token:manage')
    .input(pageInput.extend({ state: z.enum(['usable', 'expired', 'revoked']).optional() }))
    .output(pageOf(displayRow)),
  /** `NOT_FOUND` for an area or position that its maker may not see; `FORBIDDEN` for all areas without holding all. */
  create: procedure('token:manage', { level: 'fresh' }).input(displayFields).output(pairingCode),
  /** Makes another code; once a browser is paired by it, the one before is the display no longer. */
  newCode: procedure('token:manage', { level: 'fresh' })
    .input(z.strictObject({ id: entityId }))
    .output(pairingCode),
  /** Ends its right for good; its picture goes within a second. */
  revoke: procedure('token:manage')
    .input(z.strictObject({ id: entityId }))
    .output(z.object({})),
};

/** See {@link displayRow}. */
export type DisplayRow = z.infer<typeof displayRow>;
/** See {@link displayFields}. */
export type DisplayFields = z.output<typeof displayFields>;
