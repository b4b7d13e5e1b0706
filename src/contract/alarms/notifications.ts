import { z } from 'zod';
import { alarmPriority } from '../alarms.ts';
import { entityId, pageInput, pageOf, procedure, timestamp, version } from '../procedure.ts';

const name = z.string().trim().min(1).max(100);
/** Write only: what it is cannot be read back. Left out, it stays; null takes it away. */
const secret = z.string().min(1).max(500).nullable().optional();

/** What a person may set of a way out. */
export const channelFields = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('email'),
    name,
    isEnabled: z.boolean(),
    host: z.string().trim().min(1).max(255),
    port: z.int().min(1).max(65_535),
    /** `starttls` is required, never optional. */
    security: z.enum(['none', 'starttls', 'tls']),
    username: z.string().trim().min(1).max(255).nullable(),
    sender: z.email().max(254),
    /** The password at the mail server. */
    secret,
  }),
  z.strictObject({
    kind: z.literal('webhook'),
    name,
    isEnabled: z.boolean(),
    url: z.url({ protocol: /^https?$/u }).max(2000),
    /** The address may lie in a private network. */
    allowPrivate: z.boolean(),
    /** The key that signs; needed when the channel is made. */
    secret,
  }),
]);

const kept = {
  id: entityId,
  hasSecret: z.boolean(),
  lastSuccessAt: timestamp.nullable(),
  /** Why the last attempt failed; null after one that did not. */
  lastError: z.string().nullable(),
  version: z.int(),
  updatedAt: timestamp,
};
const [emailFields, webhookFields] = channelFields.options;

/** A way out. */
export const channel = z.discriminatedUnion('kind', [
  z.object({ ...emailFields.omit({ secret: true }).shape, ...kept }),
  z.object({ ...webhookFields.omit({ secret: true }).shape, ...kept }),
]);

/** What a person may set of a route. */
export const routeFields = z.strictObject({
  name,
  channelId: entityId,
  /** An alarm asks for attention, or nobody took note of one in time. */
  trigger: z.enum(['annunciated', 'escalated']),
  priorities: z.array(alarmPriority).min(1).max(4),
  positionId: entityId.nullable(),
  /** Empty: all types. */
  alarmTypes: z.array(z.string().max(50)).max(200),
  /** E-mail only: everybody of these roles, and these addresses. */
  roleIds: z.array(entityId).max(50),
  addresses: z.array(z.email().max(254)).max(100),
  isEnabled: z.boolean(),
});

/** Who is told of which alarms, by which channel. */
export const route = z.object({
  id: entityId,
  ...routeFields.shape,
  version: z.int(),
  updatedAt: timestamp,
});

/** What was told, or is to be. */
export const delivery = z.object({
  id: z.string(),
  routeName: z.string(),
  channelName: z.string(),
  channelKind: z.enum(['email', 'webhook']),
  alarmId: entityId,
  alarmType: z.string(),
  event: z.string(),
  priority: alarmPriority.nullable(),
  title: z.string(),
  sourceName: z.string(),
  status: z.enum(['pending', 'sent', 'failed']),
  attempts: z.int(),
  nextAttemptAt: timestamp.nullable(),
  /** How many were told. */
  recipients: z.int().nullable(),
  error: z.string().nullable(),
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
});

const named = z.strictObject({ id: entityId, version });

/** Telling people who do not sit at a console. */
export const notificationsContract = {
  channels: procedure('alarm:configure').output(z.array(channel)),
  createChannel: procedure('alarm:configure', { level: 'fresh' })
    .input(channelFields)
    .errors({ SECRET_NEEDED: { status: 422, message: 'A webhook needs a key that signs.' } })
    .output(channel),
  updateChannel: procedure('alarm:configure', { level: 'fresh' })
    .input(named.extend({ fields: channelFields }))
    .errors({ SECRET_NEEDED: { status: 422, message: 'A webhook needs a key that signs.' } })
    .output(channel),
  removeChannel: procedure('alarm:configure')
    .input(named)
    .errors({ IN_USE: { status: 409, message: 'Routes lead through it; remove them first.' } })
    .output(z.object({})),
  /** Sends a test message and says what came of it. `to` is for e-mail. */
  testChannel: procedure('alarm:configure')
    .input(z.strictObject({ id: entityId, to: z.email().max(254).optional() }))
    .output(z.object({ error: z.string().nullable() })),
  routes: procedure('alarm:configure').output(z.array(route)),
  createRoute: procedure('alarm:configure').input(routeFields).output(route),
  updateRoute: procedure('alarm:configure')
    .input(named.extend({ fields: routeFields }))
    .output(route),
  removeRoute: procedure('alarm:configure').input(named).output(z.object({})),
  /** Deliveries, the newest first. */
  deliveries: procedure('alarm:configure')
    .input(pageInput.extend({ status: delivery.shape.status.optional() }))
    .output(pageOf(delivery)),
  /** Tries deliveries that were given up once more. */
  retry: procedure('alarm:configure')
    .input(
      z.strictObject({
        ids: z
          .array(z.string().regex(/^\d{1,19}$/u))
          .min(1)
          .max(500),
      }),
    )
    .output(z.object({ retried: z.int() })),
};

/** See {@link channel}. */
export type Channel = z.infer<typeof channel>;
/** See {@link channelFields}. */
export type ChannelFields = z.infer<typeof channelFields>;
/** See {@link route}. */
export type Route = z.infer<typeof route>;
/** See {@link routeFields}. */
export type RouteFields = z.infer<typeof routeFields>;
/** See {@link delivery}. */
export type Delivery = z.infer<typeof delivery>;
