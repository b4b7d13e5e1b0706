import { fromHex, toHex } from './hex.ts';

/** What a badge is made of. `unknown` where the reader does not tell and nobody has set it. */
export const badgeTechnologies = ['em4100', 'hid-prox', 'iso14443a', 'iclass', 'unknown'] as const;

/** One of {@link badgeTechnologies}. */
export type BadgeTechnology = (typeof badgeTechnologies)[number];

/**
 * The canonical identity of a badge: its bytes, most significant first, and its technology. An
 * identifier and never a proof: a UID is not secret and can be copied.
 */
export interface BadgeUid {
  readonly technology: BadgeTechnology;
  /** Upper-case hexadecimal, so that two readings compare by `===`. */
  readonly hex: string;
}

/** Why a UID cannot identify a person: the badge makes up a new one each time, or it is no UID. */
export type UidRefusal = 'random-uid' | 'blank-uid' | 'bad-length';

/** The ways in which readers, tools and printed badges write one UID. */
export interface BadgeForms {
  readonly hex: string;
  /** Bytes in opposite order, as readers of the other byte order send them. */
  readonly reversedHex: string;
  readonly decimal: string;
  /** Low four bytes as ten decimal digits, printed on EM4100 badges: `0001122867`. */
  readonly decimal8h10d: string;
  /** Third byte, comma, low two bytes, all decimal, printed on EM4100 badges: `017,08755`. */
  readonly decimal3c5d: string;
}

const MIN_BYTES = 3;
const MAX_BYTES = 10;
/** ISO/IEC 14443-3: a four-byte UID that begins with 08 is drawn anew at each power-up. */
const RANDOM_UID = /^08[0-9A-F]{6}$/u;
const ONE_BYTE_REPEATED = /^(?:(?:00)+|(?:FF)+)$/u;

/** The canonical identity of the bytes a reader reported. */
export function badgeUid(technology: BadgeTechnology, bytes: Uint8Array): BadgeUid {
  return { technology, hex: toHex(bytes) };
}

/** The bytes of a UID, most significant first. */
export function badgeBytes(uid: BadgeUid): Uint8Array {
  return fromHex(uid.hex) ?? new Uint8Array(0);
}

/** Why `uid` must not be enrolled or looked up; `null` if it may. */
export function refuseUid(uid: BadgeUid): UidRefusal | null {
  const length = uid.hex.length / 2;
  if (!Number.isInteger(length) || length < MIN_BYTES || length > MAX_BYTES) return 'bad-length';
  if (ONE_BYTE_REPEATED.test(uid.hex)) return 'blank-uid';
  const mayBeIso14443 = uid.technology === 'iso14443a' || uid.technology === 'unknown';
  return mayBeIso14443 && RANDOM_UID.test(uid.hex) ? 'random-uid' : null;
}

/** The same badge as a reader of the opposite byte order reports it. */
export function reversedUid(uid: BadgeUid): BadgeUid {
  return { technology: uid.technology, hex: toHex(badgeBytes(uid).toReversed()) };
}

/** Whether two readings are of one badge, and if only after turning the bytes round. */
export function compareUids(one: BadgeUid, other: BadgeUid): 'same' | 'reversed' | 'different' {
  if (one.technology !== other.technology) return 'different';
  if (one.hex === other.hex) return 'same';
  return reversedUid(one).hex === other.hex ? 'reversed' : 'different';
}

/** Everything a person may find printed or typed for this badge. */
export function badgeForms(uid: BadgeUid): BadgeForms {
  const low = Number.parseInt(uid.hex.slice(-8) || '0', 16);
  const site = String((low >>> 16) & 0xff).padStart(3, '0');
  const card = String(low & 0xffff).padStart(5, '0');
  return {
    hex: uid.hex,
    reversedHex: reversedUid(uid).hex,
    decimal: BigInt(`0x${uid.hex || '0'}`).toString(10),
    decimal8h10d: String(low).padStart(10, '0'),
    decimal3c5d: `${site},${card}`,
  };
}
