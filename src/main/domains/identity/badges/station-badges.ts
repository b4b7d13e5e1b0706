import type { Permission } from '#contract/permissions.ts';
import type { BadgeUid } from '#platform/serial/badge-uid.ts';
import type { Actor, Connection } from '#platform/rpc/context.ts';
import type { IdentityParts } from '../identity-services.ts';
import type { BadgeReads } from '../readers/badge-reads.ts';
import { Refusal } from '../refusal.ts';
import type { Proofs } from '../sessions/proofs.ts';
import { badgeHmac } from './badge-hmac.ts';
import type { BadgeService } from './badge.service.ts';
import { readPermissions } from './badges.queries.ts';
import { type BadgePresentation, presentedBadge } from './presentations.ts';

/** Why a badge at a station was not accepted; the contract's error of the same name. */
export type StationRefusal =
  | {
      readonly code: 'SIGN_IN_REFUSED' | 'READING_EXPIRED' | 'UNREADABLE_UID' | 'RANDOM_UID';
    }
  | { readonly code: 'THROTTLED'; readonly retryAfterSeconds: number };

/** A badge, or a person, or why neither. */
export type StationResult<T> =
  | { readonly kind: 'accepted'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: StationRefusal };

/**
 * Badges shown at a console that several people share. Nobody is signed in by that: the person who
 * is signed in there stays, and the badge counts for one act.
 */
export interface StationBadges {
  /** The badge that was shown. Each try is charged to the console, as numbers can be guessed. */
  read(connection: Connection, shown: BadgePresentation): Promise<StationResult<BadgeUid>>;
  /** Who showed the badge and knows its PIN, with what that person may do. */
  prove(
    connection: Connection,
    shown: BadgePresentation,
    pin: string,
  ): Promise<StationResult<Actor>>;
}

/** What it is built from. */
export interface StationParts {
  readonly parts: IdentityParts;
  readonly proofs: Proofs;
  readonly badges: BadgeService;
  readonly reads: BadgeReads;
}

function refusalOf(error: unknown): StationRefusal {
  if (!(error instanceof Refusal)) throw error;
  switch (error.code) {
    case 'THROTTLED': {
      const { retryAfterSeconds } = error.data as { retryAfterSeconds: number };
      return { code: 'THROTTLED', retryAfterSeconds };
    }
    case 'SIGN_IN_REFUSED':
    case 'READING_EXPIRED':
    case 'UNREADABLE_UID':
    case 'RANDOM_UID':
      return { code: error.code };
    default:
      throw error;
  }
}

async function accepting<T>(work: () => Promise<T>): Promise<StationResult<T>> {
  try {
    return { kind: 'accepted', value: await work() };
  } catch (error) {
    return { kind: 'refused', refusal: refusalOf(error) };
  }
}

/** Makes them. */
export function createStationBadges({ parts, proofs, badges, reads }: StationParts): StationBadges {
  const { database, secrets } = parts.platform;

  async function charged(connection: Connection, shown: BadgePresentation): Promise<BadgeUid> {
    const badge = presentedBadge(reads, shown);
    const mark = badgeHmac(secrets, badge).toString('hex').slice(0, 16);
    await proofs.charge(connection, `badge:${mark}`);
    const who = await badges.identify(null, badge);
    if (who.kind === 'known') await proofs.succeeded(connection, [`badge:${mark}`]);
    return badge;
  }

  return {
    read: (connection, shown) => accepting(() => charged(connection, shown)),
    prove: (connection, shown, pin) =>
      accepting(async () => {
        const badge = await charged(connection, shown);
        const key = `workstation:${connection.workstation}`;
        const who = await badges.identify(null, badge, { key, name: connection.workstation });
        if (who.kind !== 'known') throw new Refusal('SIGN_IN_REFUSED', undefined);
        const person = await proofs.pin(connection, who.userId, pin);
        const permissions = await database.asSystem('station', (tx) =>
          readPermissions(tx, who.userId),
        );
        return {
          userId: who.userId,
          sessionId: connection.session?.actor.sessionId ?? '',
          username: person.username,
          fullName: who.fullName,
          permissions: new Set<Permission>(permissions),
          level: 'proven',
        };
      }),
  };
}
