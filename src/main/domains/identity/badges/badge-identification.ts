import type { Tx } from '#platform/database/database.ts';
import type { BadgeUid } from '#platform/serial/badge-uid.ts';
import type { IdentityParts } from '../identity-services.ts';
import { badgeHmacs, lastFour } from './badge-hmac.ts';
import type { BadgeIdentity, BadgePlace, BadgeService } from './badge.service.ts';
import { readSecurityRule } from '../security/security-rules.queries.ts';
import { findBadge, stampBadge } from './badges.queries.ts';

type Found = NonNullable<Awaited<ReturnType<typeof findBadge>>>;

function identityOf(found: Found | undefined, badge: BadgeUid): BadgeIdentity {
  if (!found) return { kind: 'unknown', lastFour: lastFour(badge) };
  const { userId, username, fullName, id: badgeId } = found;
  if (found.status === 'lost') return { kind: 'lost', userId, badgeId };
  if (found.status !== 'active') return { kind: 'blocked', userId, badgeId };
  if (!found.isActive) return { kind: 'user-inactive', userId, badgeId };
  return { kind: 'known', userId, username, fullName, badgeId };
}

/** Tells whose badge it is, and records what looks like misuse. */
export function createBadgeService(parts: IdentityParts): BadgeService {
  const { security, alarms } = parts;
  const { clock, database, secrets } = parts.platform;

  async function refused(tx: Tx, who: BadgeIdentity, badge: BadgeUid, place: BadgePlace) {
    const common = {
      userId: 'userId' in who ? who.userId : null,
      success: false,
      resourceType: 'badge',
      ...('badgeId' in who ? { resourceId: who.badgeId } : {}),
      appContext: 'identity',
      details: { place: place.key, placeName: place.name, lastFour: lastFour(badge) },
    };
    await security.record(tx, { ...common, eventType: `badge-${who.kind}` });
  }

  async function seen(tx: Tx, found: Found, place: BadgePlace): Promise<void> {
    const now = clock.now();
    const { isEnabled, withinSeconds } = await readSecurityRule(tx, 'badge-two-places');
    const last = await stampBadge(tx, found.id, now.toISOString(), place.key);
    const since = last.at ? now.getTime() - Date.parse(last.at) : Infinity;
    const elsewhere = last.place !== null && last.place !== place.key;
    if (isEnabled && elsewhere && since >= 0 && since < (withinSeconds ?? 0) * 1000) {
      await security.record(tx, {
        eventType: 'badge-at-two-places',
        userId: found.userId,
        success: false,
        resourceType: 'badge',
        resourceId: found.id,
        appContext: 'identity',
        details: {
          first: last.place,
          second: place.key,
          placeName: place.name,
          apartMs: since,
        },
      });
      const message = `Used at ${place.name} ${since} ms after it was used elsewhere.`;
      await alarms.badgeAnomaly(tx, { id: found.id, name: found.fullName, message });
    }
  }

  async function identifyIn(tx: Tx, badge: BadgeUid, place: BadgePlace | undefined) {
    const found = await findBadge(tx, badgeHmacs(secrets, badge));
    const who = identityOf(found, badge);
    if (!place) return who;
    if (found && who.kind === 'known') await seen(tx, found, place);
    else await refused(tx, who, badge, place);
    return who;
  }

  return {
    identify: (tx, badge, place) =>
      tx
        ? identifyIn(tx, badge, place)
        : database.asSystem('badge', (own) => identifyIn(own, badge, place)),
  };
}
