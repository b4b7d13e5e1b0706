import { z } from 'zod';
import { badgePresentation, pinText, proofErrors, readingErrors } from '../identity/session.ts';
import { entityId, procedure } from '../procedure.ts';
import { machine, machineCondition } from './machines.ts';
import { endErrors, machineSession, runningSession } from './sessions.ts';

/** What a badge shown at a station did to the machine: as it would at the machine itself. */
export const stationOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), fullName: z.string() }),
  z.object({ kind: z.literal('ended'), fullName: z.string() }),
  z.object({ kind: z.literal('extended'), fullName: z.string() }),
  /** The badge still lies there, or was shown twice: what it did stands. */
  z.object({ kind: z.literal('repeated') }),
  /** Nobody is let at the machine; `session` says who runs it where it is in use. */
  z.object({
    kind: z.literal('refused'),
    reason: z.string(),
    session: runningSession.nullable(),
  }),
]);

const proof = { badge: badgePresentation, pin: pinText } as const;
const station = { level: 'badge' } as const;
const errors = { ...proofErrors, ...readingErrors } as const;

/**
 * A console at a machine that several people share. Somebody is signed in there, mostly the
 * station's own account, and must see the machine; whoever acts shows a badge. A badge alone starts
 * and ends sessions, as at the machine. Everything else needs its PIN too, and the rights of its
 * holder count.
 */
export const stations = {
  /** A badge was shown for a machine. */
  present: procedure('machine:read', station)
    .input(z.strictObject({ machineId: entityId, badge: badgePresentation }))
    .errors(errors)
    .output(stationOutcome),
  /** Ends the session of somebody else; the badge's holder needs `session:end` and `manage` there. */
  endOther: procedure('machine:read', station)
    .input(
      z.strictObject({
        ...proof,
        sessionId: entityId,
        reason: z.string().trim().min(3).max(500),
      }),
    )
    .errors({ ...errors, ...endErrors })
    .output(machineSession),
  /** Frees, blocks or has a machine checked; the badge's holder needs `machine:manage` there. */
  setCondition: procedure('machine:read', station)
    .input(
      z.strictObject({
        ...proof,
        machineId: entityId,
        condition: machineCondition,
        note: z.string().trim().max(500).nullable(),
      }),
    )
    .errors(errors)
    .output(machine),
  /** Confirms the check after use; the badge's holder must be trained there. */
  confirmCheck: procedure('machine:read', station)
    .input(
      z.strictObject({
        ...proof,
        machineId: entityId,
        fit: z.boolean(),
        note: z.string().trim().max(500).nullable().default(null),
      }),
    )
    .errors({
      ...errors,
      CHECK_NOT_DUE: {
        status: 409,
        message: 'The machine does not wait for a check.',
        data: z.object({ condition: machineCondition }),
      },
    })
    .output(machine),
};

/** See {@link stationOutcome}. */
export type StationOutcome = z.infer<typeof stationOutcome>;
