import { sql } from 'kysely';
import type { Permission } from '#contract/permissions.ts';
import type { Tx } from '#platform/database/database.ts';

/** Why a session ended. */
export type SessionEnd = 'user' | 'switch' | 'timeout' | 'revoked' | 'disabled';

/** What a session is opened with. */
export interface NewSession {
  readonly user_id: string;
  readonly level: 'badge' | 'proven';
  readonly fresh_until: string | null;
  readonly workstation: string;
  readonly transport: 'desktop' | 'web' | 'api';
  readonly address: string | null;
  readonly user_agent: string;
  readonly installation_id: string;
  readonly created_at: string;
  readonly last_activity: string;
  readonly ends_at: string;
  readonly handover_hash: Buffer;
  readonly handover_expires_at: string;
}

/** Opens a session and answers its key. */
export async function insertSession(tx: Tx, session: NewSession): Promise<string> {
  const { id } = await tx
    .insertInto('identity.sessions')
    .values(session)
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function sessions(tx: Tx) {
  return tx
    .selectFrom('identity.sessions as session')
    .innerJoin('identity.users as person', 'person.id', 'session.user_id')
    .leftJoin('identity.credentials as proof', 'proof.user_id', 'session.user_id')
    .select([
      'session.id',
      'session.user_id',
      'session.level',
      'session.fresh_until',
      'session.locked_at',
      'session.created_at',
      'session.last_activity',
      'session.ends_at',
      'session.ended_at',
      'session.ended_by',
      'person.username',
      'person.full_name',
      'person.locale',
      'person.is_active',
    ])
    .select([
      sql<boolean>`proof.password_hash is not null`.as('has_password'),
      sql<boolean>`proof.pin_hash is not null`.as('has_pin'),
      sql<boolean>`coalesce(proof.mfa_enabled, false)`.as('has_code'),
      sql<Permission[]>`array(
        select distinct permission.name
        from identity.user_roles as held
        join identity.role_permissions as granted on granted.role_id = held.role_id
        join identity.permissions as permission on permission.id = granted.permission_id
        where held.user_id = session.user_id
        order by permission.name)`.as('permissions'),
    ]);
}

/** A session with its person and what they may do. */
export type SessionRow = NonNullable<Awaited<ReturnType<typeof findSession>>>;

/** The session with that key, open or ended. */
export async function findSession(tx: Tx, id: string) {
  return sessions(tx).where('session.id', '=', id).executeTakeFirst();
}

/** The sessions with these keys, or all open ones of these people. */
export async function findSessions(tx: Tx, ids: readonly string[]) {
  return sessions(tx).where('session.id', 'in', ids).execute();
}

/** The open session that a client's token belongs to. */
export async function findSessionByToken(tx: Tx, hash: Buffer, now: string) {
  return sessions(tx)
    .where('session.token_hash', '=', hash)
    .where('session.ended_at', 'is', null)
    .where('session.ends_at', '>', now)
    .executeTakeFirst();
}

/** Ends a session unless it has ended, and answers whether this did it. */
export async function endSession(tx: Tx, id: string, by: SessionEnd, at: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('identity.sessions')
    .set({ ended_at: at, ended_by: by, handover_hash: null, handover_expires_at: null })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Ends all open sessions of a person but `except`, and answers how many. */
export async function endSessionsOf(
  tx: Tx,
  userId: string,
  by: SessionEnd,
  at: string,
  except: string | null = null,
): Promise<number> {
  let ending = tx
    .updateTable('identity.sessions')
    .set({ ended_at: at, ended_by: by, handover_hash: null, handover_expires_at: null })
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null);
  if (except) ending = ending.where('id', '!=', except);
  const { numUpdatedRows } = await ending.executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Ends every session whose time is over and answers how many. */
export async function endOverdueSessions(tx: Tx, now: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('identity.sessions')
    .set({ ended_at: now, ended_by: 'timeout', handover_hash: null, handover_expires_at: null })
    .where('ended_at', 'is', null)
    .where('ends_at', '<=', now)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Locks every session without input since `before`; those whose process died are not watched by one. */
export async function lockIdleSessions(tx: Tx, before: string, now: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('identity.sessions')
    .set({ locked_at: now })
    .where('ended_at', 'is', null)
    .where('locked_at', 'is', null)
    .where('last_activity', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Locks an open session. */
export async function lockSession(tx: Tx, id: string, at: string): Promise<void> {
  await tx
    .updateTable('identity.sessions')
    .set({ locked_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('locked_at', 'is', null)
    .execute();
}

/** Notes input of the person. */
export async function touchSession(tx: Tx, id: string, at: string): Promise<void> {
  await tx
    .updateTable('identity.sessions')
    .set({ last_activity: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}

/** A proof just given: unlocks, raises the level and offers a new token to the client. */
export async function confirmSession(
  tx: Tx,
  id: string,
  proof: Pick<
    NewSession,
    'level' | 'fresh_until' | 'last_activity' | 'handover_hash' | 'handover_expires_at'
  >,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('identity.sessions')
    .set({ ...proof, locked_at: null })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Exchanges a one-time code for the hash of a new token; false when the code does not work. */
export async function exchangeHandover(
  tx: Tx,
  handover: Buffer,
  token: Buffer,
  now: string,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('identity.sessions')
    .set({ token_hash: token, handover_hash: null, handover_expires_at: null })
    .where('handover_hash', '=', handover)
    .where('handover_expires_at', '>', now)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Open sessions as row-level security shows them: all of them to some, one's own to everybody. */
export async function listOpenSessions(tx: Tx, userId: string | null) {
  let open = tx
    .selectFrom('identity.sessions as session')
    .innerJoin('identity.users as person', 'person.id', 'session.user_id')
    .where('session.ended_at', 'is', null)
    .select([
      'session.id',
      'session.user_id as userId',
      'person.full_name as fullName',
      'session.workstation',
      'session.transport',
      sql<string | null>`host(session.address)`.as('address'),
      'session.level',
      'session.fresh_until as freshUntil',
      sql<boolean>`session.locked_at is not null`.as('locked'),
      'session.created_at as startedAt',
      'session.last_activity as lastActivity',
      'session.ends_at as endsAt',
    ])
    .orderBy('session.created_at', 'desc');
  if (userId) open = open.where('session.user_id', '=', userId);
  return open.execute();
}
