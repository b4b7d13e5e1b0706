import type { Clock } from '#platform/clock/clock.ts';
import { guardedPost } from '#platform/http/guarded-post.ts';
import type { Platform } from '#platform/platform.ts';
import type { Secrets } from '#platform/secrets/secrets.ts';
import { type Delivery, deliveryHeaders } from '#platform/http/signed-delivery.ts';
import type { Attempt } from './sync-delivery.queries.ts';
import { isAccepted } from './sync-state.ts';
import type { TargetAddress } from './sync-targets.queries.ts';

/** An application that has not answered by then has not answered. Milliseconds. */
export const ANSWER_MS = 10_000;

/** Posts one delivery and says what came of it. Never throws. */
export type Send = (to: TargetAddress, delivery: Delivery, signal: AbortSignal) => Promise<Attempt>;

/** Where the key of an application is sealed. */
export const secretPlace = (id: string) =>
  ({ table: 'shopfloor.sync_targets', column: 'secret', key: id }) as const;

function opened(secrets: Secrets, { id, secret }: TargetAddress): string | null {
  try {
    return secrets.open(secretPlace(id), secret);
  } catch {
    return null;
  }
}

const refusalOf = (status: number): string | null => {
  if (isAccepted(status)) return null;
  const redirected = status >= 300 && status < 400;
  return redirected ? `Answered ${status}: redirects are not followed.` : `Answered ${status}.`;
};

const since = (clock: Clock, start: number): number => Math.round(clock.monotonic() - start);

/** Makes what sends. */
export function sender({ clock, secrets }: Pick<Platform, 'clock' | 'secrets'>): Send {
  return async (to, delivery, signal) => {
    const start = clock.monotonic();
    const secret = opened(secrets, to);
    if (secret === null) {
      const error =
        'The key cannot be opened on this machine; restore its key file or renew the key.';
      return { durationMs: 0, httpStatus: null, answer: null, error };
    }
    const outcome = await guardedPost({
      url: to.url,
      headers: deliveryHeaders(secret, delivery, clock.now()),
      body: delivery.body,
      allowPrivate: to.allow_private,
      timeoutMs: ANSWER_MS,
      signal,
    });
    const durationMs = since(clock, start);
    return outcome.kind === 'answered'
      ? {
          durationMs,
          httpStatus: outcome.status,
          answer: outcome.answer,
          error: refusalOf(outcome.status),
        }
      : { durationMs, httpStatus: null, answer: null, error: outcome.error };
  };
}
