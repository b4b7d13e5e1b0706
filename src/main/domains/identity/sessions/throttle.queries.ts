import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** What is counted: a name, or a source of calls. */
export interface ThrottleKey {
  readonly kind: 'account' | 'source';
  readonly name: string;
  /** Failures that cost nothing. */
  readonly free: number;
}

/** The longest wait, in seconds. */
export const LONGEST_WAIT_SECONDS = 900;

/**
 * Counts one attempt before it is judged and answers how many there were; null when one must wait
 * still. The database decides, so that attempts in parallel are counted one by one. From the
 * failure after `free` the wait doubles from one second.
 */
export async function chargeAttempt(tx: Tx, key: ThrottleKey, now: string): Promise<number | null> {
  const attempts = sql<number>`throttle.failed_login_attempts + 1`;
  const { rows } = await sql<{ failed_login_attempts: number }>`
    insert into identity.sign_in_throttles as throttle
      (kind, name, failed_login_attempts, last_failure_at)
    values (${key.kind}, ${key.name}, 1, ${now})
    on conflict (kind, name) do update set
      failed_login_attempts = ${attempts},
      last_failure_at = excluded.last_failure_at,
      locked_until = case when ${attempts} >= ${key.free}::integer then
        excluded.last_failure_at + make_interval(secs =>
          least(power(2, least(${attempts} - ${key.free}::integer, 20)), ${LONGEST_WAIT_SECONDS}))
      end
    where throttle.locked_until is null or throttle.locked_until <= excluded.last_failure_at
    returning failed_login_attempts`.execute(tx);
  return rows[0]?.failed_login_attempts ?? null;
}

/** Forgets an account's failures after a success. */
export async function clearThrottle(tx: Tx, name: string): Promise<void> {
  await tx
    .deleteFrom('identity.sign_in_throttles')
    .where('kind', '=', 'account')
    .where('name', '=', name)
    .execute();
}

/** Takes back the one attempt that was charged to a source and succeeded. */
export async function refundSource(tx: Tx, name: string): Promise<void> {
  await tx
    .updateTable('identity.sign_in_throttles')
    .set({
      failed_login_attempts: sql<number>`greatest(failed_login_attempts - 1, 0)`,
      locked_until: null,
    })
    .where('kind', '=', 'source')
    .where('name', '=', name)
    .execute();
}

/** Failures in a row and until when one must wait. */
export async function readThrottle(tx: Tx, kind: ThrottleKey['kind'], name: string) {
  return tx
    .selectFrom('identity.sign_in_throttles')
    .select(['failed_login_attempts', 'locked_until'])
    .where('kind', '=', kind)
    .where('name', '=', name)
    .executeTakeFirst();
}
