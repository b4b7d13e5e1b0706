import { createTransport } from 'nodemailer';
import { guardedPost } from '#platform/http/guarded-post.ts';
import { deliveryHeaders } from '#platform/http/signed-delivery.ts';
import type { Platform } from '#platform/platform.ts';
import type { ChannelRow } from './channels.queries.ts';
import type { DueDelivery } from './deliveries.queries.ts';
import { bodyOf, mailOf } from './message.ts';

/** A server that has not answered by then has not answered. Milliseconds. */
const ANSWER_MS = 10_000;

/** Where the secret of a channel is sealed. */
export const secretPlace = (id: string) =>
  ({ table: 'alarms.channels', column: 'secret', key: id }) as const;

/** What came of one attempt. */
export interface Sent {
  readonly recipients: number;
  /** Null where it was delivered. */
  readonly error: string | null;
}

/** Sends one delivery through a channel. Never throws. */
export type Outlet = (
  channel: ChannelRow,
  delivery: DueDelivery,
  signal: AbortSignal,
) => Promise<Sent>;

const failed = (error: string): Sent => ({ recipients: 0, error });

/** What a mail server's refusal is in words, without the addresses it may quote. */
function mailError(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  if (typeof responseCode === 'number') return `The mail server refused it (${responseCode}).`;
  return typeof code === 'string'
    ? `The mail server cannot be used (${code}).`
    : 'The mail server cannot be used.';
}

function transportOf(channel: ChannelRow, password: string | null) {
  return createTransport({
    host: channel.smtp_host ?? '',
    port: channel.smtp_port ?? 25,
    secure: channel.smtp_security === 'tls',
    requireTLS: channel.smtp_security === 'starttls',
    ignoreTLS: channel.smtp_security === 'none',
    connectionTimeout: ANSWER_MS,
    greetingTimeout: ANSWER_MS,
    socketTimeout: ANSWER_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(channel.smtp_username === null
      ? {}
      : { auth: { user: channel.smtp_username, pass: password ?? '' } }),
  });
}

/** Sends one mail to the readers of each language; nobody sees who else gets it. */
async function sendMail(
  channel: ChannelRow,
  password: string | null,
  delivery: DueDelivery,
): Promise<Sent> {
  const { id, recipients } = delivery;
  if (recipients.length === 0) return failed('The route names nobody with an address.');
  const transport = transportOf(channel, password);
  try {
    for (const [language, readers] of Map.groupBy(recipients, (reader) => reader.language)) {
      await transport.sendMail({
        // A mail that is sent again because another of the delivery failed is known by its name.
        messageId: `<alarm-${id}.${language}@signalbox>`,
        from: channel.sender ?? '',
        to: 'Undisclosed recipients:;',
        bcc: readers.map(({ address }) => address),
        ...mailOf(delivery, language),
      });
    }
    return { recipients: recipients.length, error: null };
  } catch (error) {
    return failed(mailError(error));
  } finally {
    transport.close();
  }
}

async function post(
  { url, allow_private }: ChannelRow,
  key: string,
  delivery: DueDelivery,
  { clock, signal }: { readonly clock: Platform['clock']; readonly signal: AbortSignal },
): Promise<Sent> {
  const body = bodyOf(delivery);
  const eventType = `alarm.${delivery.event}`;
  const said = { eventId: delivery.id, eventType, sequence: null, attempt: delivery.attempt, body };
  const outcome = await guardedPost({
    url: url ?? '',
    headers: deliveryHeaders(key, said, clock.now()),
    body,
    allowPrivate: allow_private,
    timeoutMs: ANSWER_MS,
    signal,
  });
  if (outcome.kind === 'unanswered') return failed(outcome.error);
  const accepted = outcome.status >= 200 && outcome.status < 300;
  return accepted ? { recipients: 1, error: null } : failed(`Answered ${outcome.status}.`);
}

/** Makes the way out of this process. */
export function createOutlet({ clock, secrets }: Pick<Platform, 'clock' | 'secrets'>): Outlet {
  return async (channel, delivery, signal) => {
    let secret: string | null;
    try {
      secret = channel.secret && secrets.open(secretPlace(channel.id), channel.secret);
    } catch {
      return failed('The secret cannot be opened on this machine; set it again.');
    }
    return channel.kind === 'email'
      ? sendMail(channel, secret, delivery)
      : post(channel, secret ?? '', delivery, { clock, signal });
  };
}
