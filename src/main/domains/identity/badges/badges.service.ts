import type { z } from 'zod';
import type { badgeRow } from '#contract/identity/badges.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import { compareUids } from '#platform/serial/badge-uid.ts';
import type { Actor } from '#platform/rpc/context.ts';
import { type AuditEntry, originOf } from '../audit/audit.service.ts';
import type { IdentityParts } from '../identity-services.ts';
import type { BadgeReads } from '../readers/badge-reads.ts';
import { refusal } from '../refusal.ts';
import type { Caller } from '../users/users.service.ts';
import { badgeHmac, badgeHmacs, lastFour } from './badge-hmac.ts';
import type { BadgeIdentity, BadgeService } from './badge.service.ts';
import {
  findBadge,
  insertBadge,
  insertBadgeHistory,
  listBadges,
  listBadgeHistory,
  lockBadge,
  setBadgeStatus,
} from './badges.queries.ts';
import { nodeKeys, sealNodeKeys } from './node-keys.ts';
import { type BadgePresentation, presentedBadge } from './presentations.ts';

type BadgeRow = z.infer<typeof badgeRow>;
type BadgeStatus = BadgeRow['status'];

/** A badge to be given out. */
export interface Enrolment {
  readonly userId: string;
  readonly label: string | null;
  readonly readings: readonly [BadgePresentation, BadgePresentation];
}

/** A status and why. */
export interface BadgeStatusChange {
  readonly id: string;
  readonly version: number;
  readonly status: BadgeStatus;
  readonly reason?: string | undefined;
}

/** Giving out, blocking and retiring badges. */
export interface BadgesService {
  list(actor: Actor, userId: string): Promise<BadgeRow[]>;
  identify(
    actor: Actor,
    shown: BadgePresentation,
  ): Promise<{ kind: BadgeIdentity['kind']; badge: BadgeRow | null }>;
  enrol(caller: Caller, enrolment: Enrolment): Promise<string>;
  setStatus(caller: Caller, change: BadgeStatusChange): Promise<number>;
  history(
    actor: Actor,
    id: string,
  ): Promise<{ at: string; status: BadgeStatus; reason: string | null; byName: string | null }[]>;
}

function entry({ actor, connection }: Caller, action: string, targetId: string): AuditEntry {
  return {
    userId: actor.userId,
    username: actor.username,
    action: `badge.${action}`,
    targetType: 'badge',
    targetId,
    origin: originOf(connection),
  };
}

const asRow = (row: Awaited<ReturnType<typeof listBadges>>[number]) => row as BadgeRow;

/** Makes the service. */
export function createBadgesService(
  parts: IdentityParts,
  badges: BadgeService,
  reads: BadgeReads,
): BadgesService {
  const { audit } = parts;
  const { database, secrets } = parts.platform;

  /** Who holds the badge already; looked up as the program, so that nobody's badge is overlooked. */
  async function refuseTaken(hashes: readonly Buffer[]): Promise<void> {
    const holder = await database.asSystem('badge', (tx) => findBadge(tx, hashes));
    if (holder) throw refusal('BADGE_TAKEN', { fullName: holder.fullName });
  }

  async function store(tx: Tx, caller: Caller, { userId, label }: Enrolment, made: StoredUid) {
    const badgeId = await insertBadge(tx, {
      user_id: userId,
      label,
      issued_by: caller.actor.userId,
      ...made,
    });
    const changed_by = caller.actor.userId;
    await insertBadgeHistory(tx, { badge_id: badgeId, status: 'active', reason: null, changed_by });
    const newValues = { userId, label, technology: made.technology, lastFour: made.last_four };
    await audit.record(tx, { ...entry(caller, 'enrol', badgeId), newValues });
    return badgeId;
  }

  return {
    async list(actor, userId) {
      return (await database.asUser(actor, (tx) => listBadges(tx, userId))).map(asRow);
    },
    async identify(actor, shown) {
      const who = await badges.identify(null, presentedBadge(reads, shown));
      if (!('badgeId' in who)) return { kind: who.kind, badge: null };
      const held = await database.asUser(actor, (tx) => listBadges(tx, who.userId));
      const badge = held.find(({ id }) => id === who.badgeId);
      return { kind: who.kind, badge: badge ? asRow(badge) : null };
    },
    async enrol(caller, enrolment) {
      const [first, second] = enrolment.readings.map((shown) => presentedBadge(reads, shown));
      if (!first || !second || compareUids(first, second) !== 'same') {
        throw refusal('READINGS_DIFFER');
      }
      const hashes = badgeHmacs(secrets, first);
      await refuseTaken(hashes);
      const uid_hmac = badgeHmac(secrets, first);
      const made = {
        uid_hmac,
        node_keys: sealNodeKeys(secrets, uid_hmac, nodeKeys(secrets, first)),
        technology: first.technology,
        last_four: lastFour(first),
      };
      try {
        return await database.asUser(caller.actor, (tx) => store(tx, caller, enrolment, made));
      } catch (error) {
        if (violates(error, 'badges_uid_held')) await refuseTaken(hashes);
        if (violates(error, 'badges_user_id_fkey')) {
          throw refusal('NOT_FOUND', { what: 'user', id: enrolment.userId });
        }
        throw error;
      }
    },
    setStatus: (caller, { id, version, status, reason }) =>
      database.asUser(caller.actor, async (tx) => {
        const badge = await lockBadge(tx, id);
        if (!badge) throw refusal('NOT_FOUND', { what: 'badge', id });
        if (badge.status === 'retired') throw refusal('BADGE_RETIRED');
        const next = await setBadgeStatus(tx, id, version, status);
        if (next === null) throw refusal('CONFLICT', { what: 'badge', id, version: badge.version });
        const changed_by = caller.actor.userId;
        await insertBadgeHistory(tx, { badge_id: id, status, reason: reason ?? null, changed_by });
        await audit.record(tx, {
          ...entry(caller, 'set-status', id),
          oldValues: { status: badge.status },
          newValues: { status },
          ...(reason ? { changeReason: reason } : {}),
        });
        return next;
      }),
    async history(actor, id) {
      const entries = await database.asUser(actor, (tx) => listBadgeHistory(tx, id));
      return entries.map((each) => ({ ...each, status: each.status as BadgeStatus }));
    },
  };
}

interface StoredUid {
  readonly uid_hmac: Buffer;
  readonly node_keys: string;
  readonly technology: string;
  readonly last_four: string;
}
