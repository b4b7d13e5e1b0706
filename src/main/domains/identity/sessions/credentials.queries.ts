import { sql, type Updateable } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import type { IdentityCredentials } from '#platform/database/schema.generated.ts';

function people(tx: Tx) {
  return tx
    .selectFrom('identity.users as person')
    .leftJoin('identity.credentials as proof', 'proof.user_id', 'person.id')
    .where('person.deleted_at', 'is', null)
    .select([
      'person.id',
      'person.username',
      'person.full_name',
      'person.email',
      'person.locale',
      'person.status',
      'proof.password_hash',
      'proof.password_changed_at',
      'proof.must_change_password',
      'proof.password_reset_token',
      'proof.password_reset_expires',
      'proof.mfa_enabled',
      'proof.mfa_secret',
      'proof.mfa_last_step',
      'proof.mfa_failures',
      'proof.mfa_window_start',
      'proof.pin_hash',
      'proof.pin_attempts',
    ]);
}

/** A person with everything by which they prove who they are. Never leaves the core. */
export type Claimant = NonNullable<Awaited<ReturnType<typeof findClaimant>>>;

/** The person with that user name, or else that e-mail address. */
export async function findClaimant(tx: Tx, name: string) {
  const wanted = name.trim().toLowerCase();
  return people(tx)
    .where((eb) =>
      eb.or([
        eb(eb.fn('lower', ['person.username']), '=', wanted),
        eb(eb.fn('lower', ['person.email']), '=', wanted),
      ]),
    )
    .orderBy(sql`lower(person.username) = ${wanted}`, 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The person with that key, locked against another proof at the same moment. */
export async function lockClaimant(tx: Tx, userId: string) {
  return people(tx).where('person.id', '=', userId).forNoKeyUpdate('person').executeTakeFirst();
}

/** The person with that key. */
export async function findClaimantById(tx: Tx, userId: string) {
  return people(tx).where('person.id', '=', userId).executeTakeFirst();
}

/** Writes how a person proves who they are; makes the row where there is none. */
export async function saveCredentials(
  tx: Tx,
  userId: string,
  values: Omit<Updateable<IdentityCredentials>, 'user_id'>,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('identity.credentials')
    .set(values)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return;
  // No ON CONFLICT: the checks of the table would judge the part of a row that is given here.
  await tx
    .insertInto('identity.credentials')
    .values({ user_id: userId, ...values })
    .execute();
}

/** Locks an account after too many failures. */
export async function lockAccount(tx: Tx, userId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('identity.users')
    .set({ status: 'locked' })
    .where('id', '=', userId)
    .where('status', '=', 'active')
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Writes when and from where a person signed in. */
export async function stampSignIn(
  tx: Tx,
  userId: string,
  at: string,
  address: string | null,
): Promise<void> {
  await tx
    .updateTable('identity.users')
    .set({ last_login_at: at, last_login_ip: address })
    .where('id', '=', userId)
    .execute();
}

/** Replaces a person's recovery codes. */
export async function replaceRecoveryCodes(
  tx: Tx,
  userId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await tx.deleteFrom('identity.recovery_codes').where('user_id', '=', userId).execute();
  if (hashes.length === 0) return;
  await tx
    .insertInto('identity.recovery_codes')
    .values(hashes.map((code_hash) => ({ user_id: userId, code_hash })))
    .execute();
}

/** Uses up a recovery code; false when there is no such code or it was used. */
export async function useRecoveryCode(
  tx: Tx,
  userId: string,
  hash: Buffer,
  at: string,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('identity.recovery_codes')
    .set({ used_at: at })
    .where('user_id', '=', userId)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** How many recovery codes still work. */
export async function countRecoveryCodes(tx: Tx, userId: string): Promise<number> {
  const { left } = await tx
    .selectFrom('identity.recovery_codes')
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return left;
}
