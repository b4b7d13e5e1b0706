import { createHmac } from 'node:crypto';

/** Names of what a delivery carries beside its body. `docs/webhooks.md` tells receivers. */
const header = {
  signature: 'X-Signalbox-Signature',
  event: 'X-Signalbox-Event',
  sequence: 'X-Signalbox-Sequence',
  attempt: 'X-Signalbox-Attempt',
  key: 'Idempotency-Key',
} as const;

/**
 * Signs a body: HMAC-SHA256 of `<seconds>.<body>`. The moment is part of what is signed, so that a
 * delivery that somebody kept cannot be sent again much later.
 */
function signatureOf(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}

/** What one delivery is about. */
export interface Delivery {
  readonly eventId: string;
  readonly eventType: string;
  /** Grows from event to event of one resource; null for a test. */
  readonly sequence: number | null;
  /** From 1. */
  readonly attempt: number;
  readonly body: string;
}

/** The headers of a delivery that is sent at a moment. */
export function deliveryHeaders(secret: string, delivery: Delivery, at: Date) {
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Signalbox',
    [header.signature]: signatureOf(secret, delivery.body, at),
    [header.event]: delivery.eventType,
    [header.attempt]: String(delivery.attempt),
    [header.key]: delivery.eventId,
    ...(delivery.sequence === null ? {} : { [header.sequence]: String(delivery.sequence) }),
  };
}
