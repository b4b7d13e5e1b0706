import type { Tx } from '#platform/database/database.ts';
import type { BadgeUid } from '#platform/serial/badge-uid.ts';
import type { IdentityParts } from '../identity-services.ts';
import { badgeHmacs, lastFour } from './badge-hmac.ts';
import type { BadgeIdentity, BadgePlace, BadgeService } from './badge.service.ts';
import { readSecurityRule } from '../security/security-rules.queries.ts';
import { findBadge, setNodeKeys, stampBadge } from './badges.queries.ts';
import { nodeKeys, nodeSalt, openNodeKeys, sealNodeKeys } from './node-keys.ts';

type Found = NonNullable<Awaited<ReturnType<typeof findBadge>>>;

function identityOf(found: Found | undefined, digits: string): BadgeIdentity {
  if (!found) return { kind: 'unknown', lastFour: digits };
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

  /** Badges of before there were rights caches, and those sealed under an older key, get theirs when shown. */
  async function keepNodeKeys(tx: Tx, found: Found, badge: BadgeUid): Promise<void> {
    const { id, uidHmac, nodeKeys: sealed } = found;
    if (sealed !== null && !secrets.isStale(sealed)) return;
    await setNodeKeys(tx, id, sealNodeKeys(secrets, uidHmac, nodeKeys(secrets, badge)));
  }

  async function identifyIn(tx: Tx, badge: BadgeUid, place: BadgePlace | undefined) {
    const found = await findBadge(tx, badgeHmacs(secrets, badge));
    const who = identityOf(found, lastFour(badge));
    if (!place) return who;
    if (found) await keepNodeKeys(tx, found, badge);
    if (found && who.kind === 'known') await seen(tx, found, place);
    else await refused(tx, who, badge, place);
    return who;
  }

  return {
    identify: (tx, badge, place) =>
      tx
        ? identifyIn(tx, badge, place)
        : database.asSystem('badge', (own) => identifyIn(own, badge, place)),
    reference(badge) {
      const hashes = badgeHmacs(secrets, badge).map((hash) => hash.toString('hex'));
      return [lastFour(badge), ...hashes].join(' ');
    },
    async identifyReference(tx, reference) {
      const [digits = '', ...hashes] = reference.split(' ');
      const found = await findBadge(
        tx,
        hashes.map((hash) => Buffer.from(hash, 'hex')),
      );
      return identityOf(found, digits);
    },
    nodeSalt: () => nodeSalt(secrets).toString('hex'),
    openNodeKeys: (uidHmac, sealed) => openNodeKeys(secrets, uidHmac, sealed),
  };
}
