import { z } from 'zod';
import { entityId, procedure, timestamp } from '../procedure.ts';

/**
 * An emergency stop as the hardware reported it. The console mirrors it and blocks starts; it never
 * is the emergency stop and never resets one.
 */
export const standingStop = z.object({
  id: entityId,
  zone: z.object({ id: entityId, name: z.string() }).nullable(),
  node: z.object({ id: entityId, nodeId: z.string(), name: z.string() }).nullable(),
  since: timestamp,
  acknowledgedAt: timestamp.nullable(),
  acknowledgedBy: z.string().nullable(),
  /** When the hardware reported that it was released and reset; `null` until then. */
  resetAt: timestamp.nullable(),
});

/** Emergency stops that keep machines from being started: not reset, or not acknowledged. */
export const estops = {
  /** All that stand now, oldest first. */
  standing: procedure('machine:read', { level: 'badge' }).output(z.array(standingStop)),
  /** Takes note of a stop. Starts stay blocked until the hardware has been reset too. */
  acknowledge: procedure('alarm:acknowledge')
    .input(z.strictObject({ id: entityId }))
    .output(z.object({})),
};

/** An emergency stop that stands. */
export type StandingStop = z.infer<typeof standingStop>;
