import type { Clock } from '#platform/clock/clock.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import { type Refusal, refusal } from '../refusal.ts';
import {
  chargeAttempt,
  LONGEST_WAIT_SECONDS,
  readThrottle,
  type ThrottleKey,
} from './throttle.queries.ts';

/** Failures in a row after which an existing account is locked until an administrator unlocks it. */
export const LOCK_AFTER_FAILURES = 50;

const FREE_PER_ACCOUNT = 5;
const FREE_PER_SOURCE = 20;

/** A name as counted: without regard to case. */
export const accountKey = (name: string): string => name.trim().toLowerCase().slice(0, 255);

/** What one attempt is charged to. */
export interface Attempt {
  readonly account: string;
  readonly source: string;
}

const keysOf = ({ account, source }: Attempt): readonly ThrottleKey[] => [
  { kind: 'account', name: accountKey(account), free: FREE_PER_ACCOUNT },
  { kind: 'source', name: source.slice(0, 255), free: FREE_PER_SOURCE },
];

/**
 * Charges an attempt to its account and its source before it is judged, in a transaction of its
 * own, so that the count stands even if the program dies. Throws `THROTTLED` while either must
 * wait. Answers the account's failures including this one.
 */
export async function chargeOrRefuse(
  database: Database,
  clock: Clock,
  attempt: Attempt,
): Promise<number> {
  const [failures = 0] = await charge(database, clock, keysOf(attempt));
  return failures;
}

const PAIRING_FREE = 5;

/** What tries to pair a display from one address are charged to, apart from sign-ins there. */
export const pairingSource = (address: string | null): string =>
  `display-pairing ${address ?? 'here'}`;

/** Charges a try to pair a display in the same way. Throws `THROTTLED` while its source must wait. */
export async function chargePairing(
  database: Database,
  clock: Clock,
  address: string | null,
): Promise<void> {
  await charge(database, clock, [
    { kind: 'source', name: pairingSource(address), free: PAIRING_FREE },
  ]);
}

function charge(
  database: Database,
  clock: Clock,
  keys: readonly ThrottleKey[],
): Promise<readonly number[]> {
  const now = clock.now();
  return database.asSystem('sign-in', async (tx) => {
    const counts: number[] = [];
    for (const key of keys) {
      const count = await chargeAttempt(tx, key, now.toISOString());
      if (count === null) throw await throttled(tx, key, now);
      counts.push(count);
    }
    return counts;
  });
}

async function throttled(tx: Tx, key: ThrottleKey, now: Date): Promise<Refusal> {
  const row = await readThrottle(tx, key.kind, key.name);
  const until = row?.locked_until ? Date.parse(row.locked_until) : now.getTime();
  const seconds = Math.ceil((until - now.getTime()) / 1000);
  return refusal('THROTTLED', {
    retryAfterSeconds: Math.min(Math.max(seconds, 1), LONGEST_WAIT_SECONDS),
  });
}
