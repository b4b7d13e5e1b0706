import type { z } from 'zod';
import type { badgePresentation } from '#contract/identity/session.ts';
import { type BadgeUid, badgeUid, refuseUid } from '#platform/serial/badge-uid.ts';
import { fromHex } from '#platform/serial/hex.ts';
import { decimalToBytes } from '#platform/serial/plain-line.ts';
import type { BadgeReads } from '../readers/badge-reads.ts';
import { refusal } from '../refusal.ts';

/** A badge as a call names it: a reading of this process, or what a keyboard reader typed. */
export type BadgePresentation = z.infer<typeof badgePresentation>;

function typedBytes(keys: string, form: 'hex' | 'decimal'): Uint8Array | null {
  return form === 'hex' ? fromHex(keys.replaceAll(/[\s:-]/gu, '')) : decimalToBytes(keys);
}

function checked(uid: BadgeUid): BadgeUid {
  const reason = refuseUid(uid);
  if (reason === 'random-uid') throw refusal('RANDOM_UID');
  if (reason) throw refusal('UNREADABLE_UID');
  return uid;
}

/** The badge that a presentation means. Refuses one that is too old or names nobody. */
export function presentedBadge(reads: BadgeReads, shown: BadgePresentation): BadgeUid {
  if (shown.from === 'reader') {
    const read = reads.find(shown.readId);
    if (!read) throw refusal('READING_EXPIRED');
    return checked({ technology: read.technology, hex: read.hex });
  }
  const bytes = typedBytes(shown.keys, shown.form);
  if (!bytes) throw refusal('UNREADABLE_UID');
  return checked(badgeUid('unknown', bytes));
}
