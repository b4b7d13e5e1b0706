import { sql } from 'kysely';
import type { Language } from '#contract/words/languages.ts';
import type { Tx } from '#platform/database/database.ts';

function paired(tx: Tx) {
  return tx
    .selectFrom('identity.displays')
    .select([
      'id',
      'name',
      sql<Language>`locale`.as('locale'),
      'sounds',
      'expires_at',
      sql<string | null>`encode(token_hash, 'base64')`.as('token_hash'),
      'revoked_at',
    ]);
}

/** A display as its own browser is told of it. */
export type PairedDisplay = NonNullable<Awaited<ReturnType<typeof findDisplayByToken>>>;

/** The display whose browser holds the token with that hash, whatever its state. */
export async function findDisplayByToken(tx: Tx, hash: Buffer) {
  return paired(tx).where('token_hash', '=', hash).executeTakeFirst();
}

/** The displays with these keys. */
export async function findDisplays(tx: Tx, ids: readonly string[]) {
  return paired(tx).where('id', 'in', ids).execute();
}

/** Where a browser of a display is, and what it calls itself. */
export interface DisplayPlace {
  readonly address: string | null;
  readonly user_agent: string;
}

/**
 * Exchanges a one-time code for the hash of a browser's token, and answers the display; undefined
 * when the code does not work. The database decides which of several browsers it was.
 */
export async function exchangeCode(
  tx: Tx,
  code: Buffer,
  token: Buffer,
  now: string,
  place: DisplayPlace,
) {
  return tx
    .updateTable('identity.displays')
    .set({ ...place, token_hash: token, paired_at: now, code_hash: null, code_expires_at: null })
    .where('code_hash', '=', code)
    .where('code_expires_at', '>', now)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['id', 'name'])
    .executeTakeFirst();
}

/** Notes from where a display has connected. */
export async function stampPlace(
  tx: Tx,
  id: string,
  at: string,
  place: DisplayPlace,
): Promise<void> {
  await tx
    .updateTable('identity.displays')
    .set({ ...place, last_seen: at })
    .where('id', '=', id)
    .execute();
}

/** Notes that displays are connected still. */
export async function stampSeen(tx: Tx, ids: readonly string[], at: string): Promise<void> {
  await tx.updateTable('identity.displays').set({ last_seen: at }).where('id', 'in', ids).execute();
}
