import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';

/** Why a badge was refused at a machine. */
export const refusalReason = z.enum([
  'badge-unknown',
  'badge-blocked',
  'badge-lost',
  'user-inactive',
  'not-trained',
  'machine-inactive',
  'machine-to-check',
  'machine-blocked',
  'machine-busy',
  'node-offline',
  'estop-active',
  'estop-unseen',
  /** A node that worked alone did not find the badge in its rights cache. */
  'not-in-cache',
  /** The database was away, so that nothing could be decided. */
  'database-away',
]);

/** What a machine's log says happened. */
export const machineEvent = z.enum([
  'session-started',
  'session-ended',
  'session-warned',
  'session-refused',
  'machine-released',
  'machine-locked',
  'node-no-answer',
  'node-lost',
  'node-returned',
  'condition-changed',
  /** Brought along from another ShopMonitor, under a name that has no other here; `eventData.event` is that name. */
  'moved-in',
  'session-extended',
  'session-taken-over',
  'check-confirmed',
  'problem-reported',
  /** By itself, or with its zone or area; `eventData.notes` says why. */
  'taken-out-of-service',
  'put-back-into-service',
]);

/** One line of a machine's log. Lines are never changed. */
export const machineLog = z.object({
  /** Grows with time; text because it may pass 2^53. */
  id: z.string(),
  machine: z.object({ id: entityId, machineId: z.string(), name: z.string() }),
  userId: entityId.nullable(),
  fullName: z.string().nullable(),
  sessionId: entityId.nullable(),
  eventType: machineEvent,
  /** For `session-refused`: why. */
  reason: refusalReason.nullable(),
  /** What else was recorded. */
  eventData: z.record(z.string(), z.unknown()).nullable(),
  timestamp,
  ipAddress: z.string().nullable(),
});

/** Logs of machines in areas in which the caller holds at least `view`. */
export const logs = {
  /** One page, newest first. */
  list: procedure('session:read')
    .input(
      pageInput.extend({
        areaId: entityId.optional(),
        /** Zone in which the machine stands now. */
        zoneId: entityId.optional(),
        machineId: entityId.optional(),
        userId: entityId.optional(),
        eventType: machineEvent.optional(),
        /** Why somebody was refused. */
        reason: refusalReason.optional(),
        /** Part of the machine's code or name, or of the person's name. */
        search: z.string().trim().max(100).optional(),
        from: timestamp.optional(),
        to: timestamp.optional(),
      }),
    )
    .output(pageOf(machineLog)),
};

/** A line of a machine's log. */
export type MachineLog = z.infer<typeof machineLog>;
/** See {@link machineEvent}. */
export type MachineEvent = z.infer<typeof machineEvent>;
/** See {@link refusalReason}. */
export type RefusalReason = z.infer<typeof refusalReason>;
