import type { BadgeUid } from '#platform/serial/badge-uid.ts';
import type { BadgeReading } from './known.ts';

const hexShape = /^(?:[0-9A-F]{2}){3,10}$/u;
const decimalShape = /^\d{4,20}$/u;

/** A number as the bytes that a reader sends: four, or more where it is larger. */
function hexOfDecimal(text: string): string {
  const hex = BigInt(text).toString(16).toUpperCase();
  return hex.padStart(Math.max(8, hex.length + (hex.length % 2)), '0');
}

/**
 * Reads the `rfid_tag` of a ShopMonitor: hexadecimal digits, or one decimal number. It does not say what
 * kind of badge it is, so the badge is found whatever kind a reader tells.
 */
export function badgeReading(
  form: 'hex' | 'decimal',
  hashOf: (uid: BadgeUid) => Buffer,
): BadgeReading {
  return {
    uidOf(tag) {
      const plain = tag.replaceAll(/[\s:-]/gu, '').toUpperCase();
      const fits = form === 'decimal' ? decimalShape.test(plain) : hexShape.test(plain);
      if (!fits) return null;
      return { technology: 'unknown', hex: form === 'decimal' ? hexOfDecimal(plain) : plain };
    },
    hashOf: (uid) => hashOf(uid).toString('hex'),
  };
}
