import type { Tx } from '#platform/database/database.ts';
import type { BadgeUid } from '#platform/serial/badge-uid.ts';

export type { BadgeUid };

/** Whose badge it is, or why it names nobody. */
export type BadgeIdentity =
  | {
      readonly kind: 'known';
      readonly userId: string;
      readonly username: string;
      readonly fullName: string;
      readonly badgeId: string;
    }
  | { readonly kind: 'unknown'; readonly lastFour: string }
  | {
      readonly kind: 'blocked' | 'lost' | 'user-inactive';
      readonly userId: string;
      readonly badgeId: string;
    };

/** Where a badge was held to a reader, for events and for "the same badge at two places". */
export interface BadgePlace {
  /** Stable key of the place: `reader:<id>`, `machine:<id>` or `workstation:<name>`. */
  readonly key: string;
  /** As people call it. */
  readonly name: string;
}

/** Tells whose badge it is. A badge is an identifier, never a proof. */
export interface BadgeService {
  /**
   * Looks the badge up, within `tx` or in a transaction of its own. With `place`, unknown, lost and
   * blocked badges and the same badge at two places are recorded as security events.
   */
  identify(tx: Tx | null, badge: BadgeUid, place?: BadgePlace): Promise<BadgeIdentity>;
  /** Names a badge without its number, for looking it up later; needs no database. */
  reference(badge: BadgeUid): string;
  /** Looks up a badge that {@link reference} has named. Nothing is recorded of it. */
  identifyReference(tx: Tx, reference: string): Promise<BadgeIdentity>;
  /** What nodes hash badge numbers with for their rights caches; the same for the whole site. Hexadecimal. */
  nodeSalt(): string;
  /** The hashes under which nodes know a badge, from its row. */
  openNodeKeys(uidHmac: Buffer, sealed: string): string[];
}
