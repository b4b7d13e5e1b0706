import { createHmac } from 'node:crypto';
import { badgeBytes, type BadgeUid, reversedUid } from '#platform/serial/badge-uid.ts';
import type { Secrets } from '#platform/secrets/secrets.ts';

/** Digits of a hash that a node keeps. */
const KEY_DIGITS = 16;

/**
 * What every node of the site hashes badge numbers with. One for the site and not one per node: the
 * number itself is not kept, so a hash for a new node could not be made.
 */
export const nodeSalt = (secrets: Secrets): Buffer =>
  secrets.hmac('node-rights', Buffer.from('salt')).subarray(0, 16);

/**
 * The hashes under which a node knows a badge: of its bytes, and of its bytes in opposite order, as
 * a node whose reader sends them so hashes it.
 */
export function nodeKeys(secrets: Secrets, uid: BadgeUid): string[] {
  const salt = nodeSalt(secrets);
  const keys = [uid, reversedUid(uid)].map((form) =>
    createHmac('sha256', salt).update(badgeBytes(form)).digest('hex').slice(0, KEY_DIGITS),
  );
  return [...new Set(keys)].toSorted();
}

const placeOf = (uidHmac: Buffer) =>
  ({ table: 'identity.badges', column: 'node_keys', key: uidHmac.toString('hex') }) as const;

/** The hashes as they are kept: without the master key a copy of the database tells no number. */
export const sealNodeKeys = (secrets: Secrets, uidHmac: Buffer, keys: readonly string[]): string =>
  secrets.seal(placeOf(uidHmac), keys.join(' '));

/** What {@link sealNodeKeys} has kept. */
export const openNodeKeys = (secrets: Secrets, uidHmac: Buffer, sealed: string): string[] =>
  secrets.open(placeOf(uidHmac), sealed).split(' ');
