import { z } from 'zod';
import {
  entityId,
  pageInput,
  pageOf,
  procedure,
  timestamp,
  tokenProcedure,
  version,
} from '../procedure.ts';

/** What other applications can be told of. `docs/webhooks.md` describes each payload. */
export const syncEventTypes = [
  'session.started',
  'session.ended',
  'session.warned',
  'session.refused',
  'machine.condition',
  'machine.changed',
  'node.status',
  'node.changed',
  'estop.tripped',
  'estop.reset',
  'estop.test',
  'estop.acknowledged',
  'area.changed',
  'zone.changed',
] as const;

/** An application of the suite that is told what happens here. Its key is never shown again. */
export const syncTarget = z.object({
  id: entityId,
  /** What `sync_events.target_app` says. */
  targetApp: z.string(),
  url: z.string(),
  eventTypes: z.array(z.enum(syncEventTypes)),
  /** `null`: all areas, and what belongs to none. */
  areaIds: z.array(entityId).nullable(),
  allowPrivate: z.boolean(),
  active: z.boolean(),
  /** Events that wait to be sent. */
  waiting: z.int(),
  /** Events that were given up and are neither sent again nor discarded. */
  failed: z.int(),
  lastDelivered: timestamp.nullable(),
  version,
  updatedAt: timestamp,
});

const enteredFields = z.strictObject({
  targetApp: z.string().trim().min(1).max(50),
  /** `https://…`, or `http://…` where `allowPrivate` is set and the host lies in the own network. */
  url: z.url({ protocol: /^https?$/ }).max(500),
  eventTypes: z.array(z.enum(syncEventTypes)).min(1),
  areaIds: z.array(entityId).min(1).max(500).nullable().default(null),
  /** The address may lie in a private network or on this machine. */
  allowPrivate: z.boolean().default(false),
  active: z.boolean().default(true),
});

/** Whether the address may be posted to at all: no clear text to strangers, no password in an address. */
function isFitAddress({ url, allowPrivate }: z.output<typeof enteredFields>): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return username === '' && password === '' && (protocol === 'https:' || allowPrivate);
}
const fitAddress = { path: ['url'] };

/** What a person enters of an application. */
export const syncTargetFields = enteredFields.refine(isFitAddress, fitAddress);

/** What the database keeps of an event's state (source 004). */
export const syncStatus = z.enum(['pending', 'processed', 'failed']);

/** One message to or from another application. */
export const syncEvent = z.object({
  /** Grows with time; text because it may pass 2^53. */
  id: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  resourceType: z.string(),
  resourceId: z.string().nullable(),
  sourceApp: z.string(),
  targetApp: z.string().nullable(),
  status: syncStatus,
  /** Attempts after the first. */
  retryCount: z.int(),
  createdAt: timestamp,
  processedAt: timestamp.nullable(),
  /** When it is sent next; `null` when it is due, or waits for an earlier one of the same thing, or is not pending. */
  nextAttemptAt: timestamp.nullable(),
  /** Why the last attempt failed. */
  errorMessage: z.string().nullable(),
  /** When somebody decided that it is not to be sent any more. */
  discardedAt: timestamp.nullable(),
});

/** One attempt to deliver an event. */
export const syncAttempt = z.object({
  id: z.string(),
  at: timestamp,
  durationMs: z.int(),
  /** `null`: nothing was answered. */
  httpStatus: z.int().nullable(),
  /** Beginning of the answer. */
  answer: z.string().nullable(),
  /** `null`: it was accepted. */
  error: z.string().nullable(),
});

const payload = z.record(z.string(), z.unknown());
/** UTF-16 code units of JSON. */
const LONGEST_PAYLOAD = 65_536;
const toldPayload = payload.refine((value) => JSON.stringify(value).length <= LONGEST_PAYLOAD);

/** What an attempt to send a test event came to. */
export const syncTestOutcome = syncAttempt.pick({
  durationMs: true,
  httpStatus: true,
  answer: true,
  error: true,
});

/** What narrows a list of events. */
const eventFilter = {
  targetId: entityId.optional(),
  status: z.enum([...syncStatus.options, 'discarded']).optional(),
  eventType: z.string().max(50).optional(),
  /** `in`: told by another application; `out`: told to one. */
  direction: z.enum(['in', 'out']).optional(),
  from: timestamp.optional(),
};

const made = z.object({ target: syncTarget, secret: z.string() });
const name = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Other applications of the suite (source 004, `sync_events`). */
export const sync = {
  targets: {
    list: procedure('token:manage').input(pageInput).output(pageOf(syncTarget)),
    /** Adds an application and answers the key its deliveries are signed with, this once. `DUPLICATE` names `targetApp`. */
    create: procedure('token:manage', { level: 'fresh' }).input(syncTargetFields).output(made),
    update: procedure('token:manage', { level: 'fresh' })
      .input(enteredFields.extend({ id: entityId, version }).refine(isFitAddress, fitAddress))
      .output(syncTarget),
    /** Makes a new key; the old one signs nothing from now on. */
    renewSecret: procedure('token:manage', { level: 'fresh' })
      .input(z.strictObject({ id: entityId, version }))
      .output(made),
    /** Sends a test event at once and answers what the application said. Nothing is kept of it but the audit. */
    test: procedure('token:manage')
      .input(z.strictObject({ id: entityId }))
      .output(syncTestOutcome),
  },
  events: {
    /** One page, newest first. */
    list: procedure('token:manage').input(pageInput.extend(eventFilter)).output(pageOf(syncEvent)),
    /** One event with its payload and what every attempt answered, oldest first. */
    get: procedure('token:manage')
      .input(z.strictObject({ id: z.string().regex(/^\d{1,18}$/) }))
      .output(syncEvent.extend({ payload: payload.nullable(), attempts: z.array(syncAttempt) })),
    /** How many wait, were given up, were discarded, and were delivered or told in the last 24 hours. */
    counts: procedure('token:manage')
      .input(z.strictObject({}))
      .output(
        z.object({
          pending: z.int(),
          failed: z.int(),
          discarded: z.int(),
          processedLastDay: z.int(),
        }),
      ),
    /** Sends failed events again: the given ones, or all of an application, or all. Answers how many. */
    retry: procedure('token:manage')
      .input(
        z.strictObject({
          ids: z
            .array(z.string().regex(/^\d{1,18}$/))
            .max(500)
            .optional(),
          targetId: entityId.optional(),
        }),
      )
      .output(z.object({ count: z.int() })),
    /** Decides that failed events are not sent any more. Answers how many. */
    discard: procedure('token:manage')
      .input(
        z.strictObject({
          ids: z
            .array(z.string().regex(/^\d{1,18}$/))
            .min(1)
            .max(500),
          reason: z.string().trim().min(3).max(500),
        }),
      )
      .output(z.object({ count: z.int() })),
  },
  /**
   * Keeps what another application tells; its name is the token's. A repetition with the same `key`
   * answers `repeated` and is not kept again.
   */
  tell: tokenProcedure('event:write')
    .route({ method: 'POST', path: '/events', summary: 'Tell of an event' })
    .input(
      z.strictObject({
        /** The application's own key of the event. */
        key: z.string().min(1).max(200),
        /** What happened, such as `user.deactivated`. */
        type: z.string().max(50).regex(name),
        resource: z.strictObject({
          type: z.string().max(50).regex(name),
          id: z.string().min(1).max(64).nullable().default(null),
        }),
        /** At most 64 KiB of JSON. */
        payload: toldPayload,
      }),
    )
    .output(z.object({ id: z.string(), result: z.enum(['kept', 'repeated']) })),
};

/** See {@link syncTarget}. */
export type SyncTarget = z.infer<typeof syncTarget>;
/** See {@link syncTargetFields}. */
export type SyncTargetFields = z.output<typeof syncTargetFields>;
/** One of {@link syncEventTypes}. */
export type SyncEventType = (typeof syncEventTypes)[number];
/** See {@link syncEvent}. */
export type SyncEvent = z.infer<typeof syncEvent>;
/** See {@link syncAttempt}. */
export type SyncAttempt = z.infer<typeof syncAttempt>;
/** See {@link syncTestOutcome}. */
export type SyncTestOutcome = z.infer<typeof syncTestOutcome>;
