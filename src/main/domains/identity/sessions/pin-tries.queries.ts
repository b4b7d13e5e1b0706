import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** Takes one of the tries of a PIN before it is compared; false when there is none left. */
export async function takePinTry(tx: Tx, userId: string, tries: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('identity.credentials')
    .set({ pin_attempts: sql<number>`pin_attempts + 1` })
    .where('user_id', '=', userId)
    .where('pin_attempts', '<', tries)
    .where('pin_hash', 'is not', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
