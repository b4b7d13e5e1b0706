import { sql } from 'kysely';
import type { Permission } from '#contract/permissions.ts';
import type { Tx } from '#platform/database/database.ts';

function badges(tx: Tx) {
  return tx
    .selectFrom('identity.badges as badge')
    .innerJoin('identity.users as person', 'person.id', 'badge.user_id')
    .select([
      'badge.id',
      'badge.version',
      'badge.user_id as userId',
      'person.full_name as fullName',
      'badge.label',
      'badge.technology',
      'badge.last_four as lastFour',
      'badge.status',
      'badge.issued_at as issuedAt',
      'badge.last_used_at as lastUsedAt',
    ]);
}

/** The badge that one of these hashes belongs to, the first hash first; with its holder's state. */
export async function findBadge(tx: Tx, hashes: readonly Buffer[]) {
  return badges(tx)
    .select([
      'person.username',
      'person.is_active as isActive',
      'badge.uid_hmac as uidHmac',
      'badge.node_keys as nodeKeys',
    ])
    .where('badge.uid_hmac', 'in', hashes)
    .where('badge.status', '!=', 'retired')
    .orderBy(sql`array_position(${sql.val(hashes)}::bytea[], badge.uid_hmac)`)
    .limit(1)
    .executeTakeFirst();
}

/** When and where a badge was last used before now. */
export interface LastUse {
  readonly at: string | null;
  readonly place: string | null;
}

/**
 * Notes that a badge identified its holder, and answers the use before it. The row is locked first, so
 * that of two readers at once one sees the other.
 */
export async function stampBadge(tx: Tx, id: string, at: string, place: string): Promise<LastUse> {
  const { rows } = await sql<LastUse>`
    with before as (
      select id, last_used_at, last_used_at_place from identity.badges where id = ${id} for no key update
    )
    update identity.badges as badge
    set last_used_at = ${at}, last_used_at_place = ${place.slice(0, 150)}
    from before where badge.id = before.id
    returning before.last_used_at as at, before.last_used_at_place as place`.execute(tx);
  return rows[0] ?? { at: null, place: null };
}

/** Keeps the sealed hashes under which nodes know a badge. */
export async function setNodeKeys(tx: Tx, id: string, sealed: string): Promise<void> {
  await tx.updateTable('identity.badges').set({ node_keys: sealed }).where('id', '=', id).execute();
}

/** All badges of a person, newest first. */
export async function listBadges(tx: Tx, userId: string) {
  return badges(tx)
    .where('badge.user_id', '=', userId)
    .orderBy('badge.issued_at', 'desc')
    .orderBy('badge.id')
    .execute();
}

/** One badge, locked for a change. */
export async function lockBadge(tx: Tx, id: string) {
  return badges(tx).where('badge.id', '=', id).forNoKeyUpdate('badge').executeTakeFirst();
}

/** A new badge. */
export interface NewBadge {
  readonly user_id: string;
  readonly uid_hmac: Buffer;
  /** Sealed. */
  readonly node_keys: string;
  readonly technology: string;
  readonly last_four: string;
  readonly label: string | null;
  readonly issued_by: string;
}

/** Gives out a badge and answers its key. Violates `badges_uid_held` when somebody holds it. */
export async function insertBadge(tx: Tx, badge: NewBadge): Promise<string> {
  const { id } = await tx
    .insertInto('identity.badges')
    .values(badge)
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Changes the status of the badge that has that version still; null when it has not. */
export async function setBadgeStatus(tx: Tx, id: string, version: number, status: string) {
  const saved = await tx
    .updateTable('identity.badges')
    .set({ status })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst();
  return saved?.version ?? null;
}

/** Adds to what happened to a badge. */
export async function insertBadgeHistory(
  tx: Tx,
  entry: { badge_id: string; status: string; reason: string | null; changed_by: string | null },
): Promise<void> {
  await tx.insertInto('identity.badge_history').values(entry).execute();
}

/** What happened to a badge, newest first. */
export async function listBadgeHistory(tx: Tx, badgeId: string) {
  return tx
    .selectFrom('identity.badge_history as entry')
    .leftJoin('identity.users as person', 'person.id', 'entry.changed_by')
    .where('entry.badge_id', '=', badgeId)
    .select(['entry.at', 'entry.status', 'entry.reason', 'person.full_name as byName'])
    .orderBy('entry.id', 'desc')
    .execute();
}

/** What a person may do, by all roles that are held now. */
export async function readPermissions(tx: Tx, userId: string): Promise<Permission[]> {
  const { rows } = await sql<{ name: Permission }>`
    select distinct permission.name
    from identity.user_roles as held
    join identity.role_permissions as granted on granted.role_id = held.role_id
    join identity.permissions as permission on permission.id = granted.permission_id
    where held.user_id = ${userId}
    order by permission.name`.execute(tx);
  return rows.map(({ name }) => name);
}
