import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';

/** Who, what, when and whether it went well; without the values. */
export const auditRow = z.object({
  id: z.string(),
  at: timestamp,
  userId: entityId.nullable(),
  /** The name as it was then; a system task's name where no person acted. */
  username: z.string().nullable(),
  /** `user.update`, `machine.start`: noun and verb. */
  action: z.string(),
  targetType: z.string().nullable(),
  targetId: z.string().nullable(),
  success: z.boolean(),
  failureReason: z.string().nullable(),
  changeReason: z.string().nullable(),
});

/** A record with what stood before and after. */
export const auditDetail = auditRow.extend({
  oldValues: z.record(z.string(), z.unknown()).nullable(),
  newValues: z.record(z.string(), z.unknown()).nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  workstation: z.string().nullable(),
  requestMethod: z.string().nullable(),
  requestPath: z.string().nullable(),
  responseStatus: z.int().nullable(),
  /** Hash of the record in the chain; null until it is sealed, about a second after it was written. */
  hash: z.string().nullable(),
});

/** What narrows the trail. */
export const auditFilter = z.strictObject({
  userId: entityId.optional(),
  /** Whole action, or its beginning up to a dot: `user` finds `user.update`. */
  action: z.string().max(100).optional(),
  targetType: z.string().max(50).optional(),
  targetId: z.string().max(100).optional(),
  success: z.boolean().optional(),
  from: timestamp.optional(),
  until: timestamp.optional(),
});

/** What verifying found first, walking from the oldest record. */
export const auditFault = z.object({
  kind: z.enum(['changed', 'missing', 'reordered', 'truncated', 'seal-broken']),
  /** The record or seal at which the chain breaks. */
  id: z.string().nullable(),
  explanation: z.string(),
});

/** One access to personal data. */
export const dataAccessRow = z.object({
  id: z.string(),
  at: timestamp,
  userId: entityId.nullable(),
  username: z.string().nullable(),
  resourceType: z.string(),
  resourceId: z.string(),
  accessType: z.enum(['view', 'export', 'print']),
  fields: z.array(z.string()),
  purpose: z.string().nullable(),
});

/** The trail of who did what. It can be read and verified, never changed. */
export const auditContract = {
  list: procedure('audit:read').input(pageInput.extend(auditFilter.shape)).output(pageOf(auditRow)),
  get: procedure('audit:read')
    .input(z.strictObject({ id: z.string().regex(/^\d{1,19}$/u) }))
    .output(auditDetail),
  /** The actions there have been, for the filter. */
  actions: procedure('audit:read').output(z.array(z.string())),
  /** CSV in pieces, oldest first; the first piece has the head line. Itself recorded. */
  export: procedure('audit:export', { level: 'fresh' })
    .input(auditFilter)
    .output(eventIterator(z.object({ text: z.string(), rows: z.int() }))),
  /** Recomputes the chain of seals and compares it with the anchors kept outside the database. */
  verify: procedure('audit:read').output(
    z.object({
      checkedRecords: z.int(),
      checkedSeals: z.int(),
      /** Records not sealed yet. */
      unsealed: z.int(),
      anchors: z.int(),
      fault: auditFault.nullable(),
    }),
  ),
  /** Who read whose personal data. */
  dataAccess: procedure('audit:read')
    .input(
      pageInput.extend({
        userId: entityId.optional(),
        resourceType: z.string().max(50).optional(),
        resourceId: z.string().max(100).optional(),
        from: timestamp.optional(),
        until: timestamp.optional(),
      }),
    )
    .output(pageOf(dataAccessRow)),
};

/** See {@link auditRow}. */
export type AuditRow = z.infer<typeof auditRow>;
/** See {@link auditDetail}. */
export type AuditDetail = z.infer<typeof auditDetail>;
/** See {@link dataAccessRow}. */
export type DataAccessRow = z.infer<typeof dataAccessRow>;
/** See {@link auditFilter}. */
export type AuditFilter = z.infer<typeof auditFilter>;
