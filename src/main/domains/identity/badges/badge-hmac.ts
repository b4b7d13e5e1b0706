import {
  badgeBytes,
  type BadgeUid,
  badgeTechnologies,
  reversedUid,
} from '#platform/serial/badge-uid.ts';
import type { Secrets } from '#platform/secrets/secrets.ts';

/** How a badge is kept: a keyed hash of technology and bytes. */
export function badgeHmac(secrets: Secrets, uid: BadgeUid): Buffer {
  const data = Buffer.concat([Buffer.from(`${uid.technology}|`), badgeBytes(uid)]);
  return secrets.hmac('badge-uid', data);
}

/**
 * The hashes under which this badge may have been enrolled, the likeliest first: another reader may
 * not tell the technology, or send the bytes the other way round.
 */
export function badgeHmacs(secrets: Secrets, uid: BadgeUid): Buffer[] {
  const technologies =
    uid.technology === 'unknown' ? badgeTechnologies : ([uid.technology, 'unknown'] as const);
  const forms = [uid, reversedUid(uid)].flatMap(({ hex }) =>
    technologies.map((technology) => ({ technology, hex })),
  );
  const exactFirst = [
    uid,
    ...forms.filter((form) => form.technology !== uid.technology || form.hex !== uid.hex),
  ];
  return exactFirst.map((form) => badgeHmac(secrets, form));
}

/** What people compare to tell badges apart. */
export const lastFour = (uid: BadgeUid): string => uid.hex.slice(-4);
