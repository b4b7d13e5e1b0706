import { z } from 'zod';
import { entityId, procedure, timestamp, version } from '../procedure.ts';
import { sessionPerson } from './sessions.ts';

/** What can be taken out of service; with an area or zone go all machines in it. */
export const servedPlace = z.enum(['area', 'zone', 'machine']);

/** The most things that are looked at together. */
export const MAX_PLACES = 500;

const machineName = z.object({ id: entityId, machineId: z.string(), name: z.string() });

/** A session that would end: who runs which machine, since when. */
export const affectedSession = z.object({
  id: entityId,
  machine: machineName,
  person: sessionPerson,
  startTime: timestamp,
});

/** What taking something out of service would stop. */
export const affected = z.object({
  /** Machines that start no session any more and did until now, by business code. */
  machines: z.array(machineName),
  /** Sessions that run at them, oldest first. */
  sessions: z.array(affectedSession),
});

/** Why somebody does it; kept in the machines' logs and in audit. */
const reason = z.string().trim().min(3).max(500);

/**
 * Taking areas, zones and machines out of service and back. Saving their settings never does it, so
 * that nobody loses a session to a slip. Needs `manage` in the area, and for areas and zones the
 * permission `structure:manage` too.
 */
export const serviceState = {
  /** What would stop. */
  affected: procedure('machine:manage')
    .input(z.strictObject({ what: servedPlace, ids: z.array(entityId).min(1).max(MAX_PLACES) }))
    .output(affected),
  /**
   * Ends every session there (`ended_by = admin`) and lets nobody begin another, in one transaction.
   * `sessions` are the ones that the person was shown: where another has begun, nothing is done.
   */
  takeOut: procedure('machine:manage')
    .input(
      z.strictObject({
        what: servedPlace,
        id: entityId,
        version,
        reason,
        sessions: z.array(entityId).max(MAX_PLACES),
      }),
    )
    .errors({
      /** Somebody began a session that the person was not shown; `affected` is how it stands now. */
      SESSION_BEGUN: {
        status: 409,
        message: 'A session has begun in the meantime.',
        data: z.object({ affected }),
      },
    })
    .output(z.object({ version, ended: z.int() })),
  /** Lets sessions begin there again. Machines in it that are themselves out of service stay so. */
  putBack: procedure('machine:manage')
    .input(z.strictObject({ what: servedPlace, id: entityId, version }))
    .output(z.object({ version })),
};

/** See {@link servedPlace}. */
export type ServedPlace = z.infer<typeof servedPlace>;
/** See {@link affected}. */
export type Affected = z.infer<typeof affected>;
/** See {@link affectedSession}. */
export type AffectedSession = z.infer<typeof affectedSession>;
