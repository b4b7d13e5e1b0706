import { z } from 'zod';
import { acted, alarmNote, alarmPriority, alarmState, seenAlarm } from '../alarms.ts';
import { entityId, pageInput, pageOf, procedure, timestamp, version } from '../procedure.ts';

/** What an overlay lies on: a source and a type, and the alarm that is open there. */
const overlaid = {
  alarmType: z.string(),
  title: z.string(),
  sourceType: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  /** The alarm of this source and type that is listed now, or null when the condition is normal. */
  alarmId: entityId.nullable(),
  priority: alarmPriority.nullable(),
  state: alarmState.nullable(),
};

/** A shelving, standing or ended. */
export const shelving = z.object({
  id: entityId,
  ...overlaid,
  reason: z.string(),
  oneShot: z.boolean(),
  shelvedBy: entityId,
  shelvedByName: z.string().nullable(),
  shelvedAt: timestamp,
  shelvedFrom: z.string().nullable(),
  until: timestamp,
  endedAt: timestamp.nullable(),
  endedByName: z.string().nullable(),
  /** `worsened`: it became P1, which is never shelved. */
  endedHow: z.enum(['unshelved', 'expired', 'one-shot', 'worsened']).nullable(),
});

/** A named rule that suppresses alarms by design. */
export const suppressionRule = z.object({
  rule: z.string(),
  title: z.string(),
  description: z.string(),
  isEnabled: z.boolean(),
  /** For how many sources it holds now. */
  holdsFor: z.int(),
  version: z.int(),
  updatedAt: timestamp,
});

/** Where a suppression rule holds. */
export const suppression = z.object({
  id: entityId,
  rule: z.string(),
  ruleTitle: z.string(),
  /** Null: all alarms of the source. */
  alarmType: z.string().nullable(),
  sourceType: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  reason: z.string(),
  since: timestamp,
  /** Alarms it keeps from asking for attention now. */
  alarmCount: z.int(),
});

/** An order to take an alarm out of service, or a request for one. */
export const outOfServiceOrder = z.object({
  id: entityId,
  ...overlaid,
  status: z.enum(['requested', 'approved', 'rejected', 'withdrawn', 'returned']),
  reason: z.string(),
  workOrder: z.string().nullable(),
  /** When the work should be done; nothing ends by itself. */
  expectedUntil: timestamp.nullable(),
  requestedBy: entityId,
  requestedByName: z.string().nullable(),
  requestedAt: timestamp,
  decidedByName: z.string().nullable(),
  decidedAt: timestamp.nullable(),
  decisionNote: z.string().nullable(),
  returnedByName: z.string().nullable(),
  returnedAt: timestamp.nullable(),
  returnNote: z.string().nullable(),
  version: z.int(),
});

const reason = z.string().trim().min(3).max(500);
const step = z.strictObject({ id: entityId, version, note: alarmNote.optional() });

/** Setting alarms aside by hand, for a time. */
export const shelvingContract = {
  /**
   * Shelves the alarms as they were seen, for a time their types allow. P1 is never shelved. It holds
   * for the source and type: a condition that returns meanwhile stays shelved.
   */
  shelve: procedure('alarm:acknowledge')
    .input(
      z.strictObject({
        alarms: z.array(seenAlarm).min(1).max(500),
        seconds: z.int().min(60).max(604_800),
        oneShot: z.boolean().default(false),
        reason,
      }),
    )
    .output(acted),
  /** Ends shelvings by their keys; active alarms ask for attention at once. */
  unshelve: procedure('alarm:acknowledge')
    .input(z.strictObject({ shelvings: z.array(entityId).min(1).max(500) }))
    .output(acted),
  /** Shelvings, the newest first; those that stand unless `standing` is false. */
  list: procedure('alarm:read', { level: 'badge' })
    .input(pageInput.extend({ standing: z.boolean().default(true) }))
    .output(pageOf(shelving)),
};

/** What is suppressed by design, and by which rules. */
export const suppressionContract = {
  rules: procedure('alarm:read', { level: 'badge' }).output(z.array(suppressionRule)),
  /** Switches a rule on or off; alarms that it held down ask for attention at once. */
  setRule: procedure('alarm:configure')
    .input(
      z.strictObject({
        rule: z.string().max(50),
        version,
        isEnabled: z.boolean(),
        reason,
      }),
    )
    .output(suppressionRule),
  /** Where rules hold now, the newest first. Members of parent alarms are under their parent. */
  list: procedure('alarm:read', { level: 'badge' })
    .input(pageInput.extend({ rule: z.string().max(50).optional() }))
    .output(pageOf(suppression)),
};

/** Taking alarms out of service: one asks, another approves. */
export const outOfServiceContract = {
  request: procedure('alarm:acknowledge')
    .input(
      z.strictObject({
        alarmId: entityId,
        reason,
        workOrder: z.string().trim().min(1).max(100).optional(),
        expectedUntil: timestamp.optional(),
      }),
    )
    .output(outOfServiceOrder),
  /** Approves a request of somebody else, with a fresh proof of who decides. */
  approve: procedure('alarm:configure', { level: 'fresh' })
    .input(step)
    .errors({
      OWN_REQUEST: { status: 409, message: 'Somebody else must approve what you asked for.' },
    })
    .output(outOfServiceOrder),
  reject: procedure('alarm:configure').input(step).output(outOfServiceOrder),
  /** Takes back a request of one's own. */
  withdraw: procedure('alarm:acknowledge').input(step).output(outOfServiceOrder),
  /** Returns an alarm to service; when active it asks for attention at once. */
  return: procedure('alarm:acknowledge').input(step).output(outOfServiceOrder),
  /** Orders, the newest first; requested and approved ones unless statuses are named. */
  list: procedure('alarm:read', { level: 'badge' })
    .input(
      pageInput.extend({
        statuses: z.array(outOfServiceOrder.shape.status).min(1).default(['requested', 'approved']),
      }),
    )
    .output(pageOf(outOfServiceOrder)),
};

/** See {@link shelving}. */
export type Shelving = z.infer<typeof shelving>;
/** See {@link suppressionRule}. */
export type SuppressionRule = z.infer<typeof suppressionRule>;
/** See {@link suppression}. */
export type SuppressionRow = z.infer<typeof suppression>;
/** See {@link outOfServiceOrder}. */
export type OutOfServiceOrder = z.infer<typeof outOfServiceOrder>;
