import type { Insertable } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import type { IdentityReaders } from '#platform/database/schema.generated.ts';

function rows(tx: Tx) {
  return tx
    .selectFrom('identity.readers as reader')
    .select([
      'reader.id',
      'reader.version',
      'reader.name',
      'reader.endpoint',
      'reader.profile',
      'reader.form',
      'reader.technology',
      'reader.reversed',
      'reader.purpose',
      'reader.workstation',
      'reader.machine_id as machineId',
      'reader.installation_id as installationId',
      'reader.is_active as isActive',
    ]);
}

/** A reader as configured. */
export type ReaderRow = Awaited<ReturnType<typeof listReaders>>[number];

/** All readers, in order of names. */
export async function listReaders(tx: Tx) {
  return rows(tx).orderBy('reader.name').orderBy('reader.id').execute();
}

/** The readers whose cables an installation holds and that are switched on. */
export async function listActiveReaders(tx: Tx, installationId: string) {
  return rows(tx)
    .where('reader.installation_id', '=', installationId)
    .where('reader.is_active', '=', true)
    .execute();
}

/** Name of the reader that has an endpoint at an installation. */
export async function findEndpointHolder(tx: Tx, installationId: string, endpoint: string) {
  const holder = await tx
    .selectFrom('identity.readers')
    .where('installation_id', '=', installationId)
    .where('endpoint', '=', endpoint)
    .select('name')
    .executeTakeFirst();
  return holder?.name ?? null;
}

/** A reader, locked for a change. */
export async function lockReader(tx: Tx, id: string) {
  return rows(tx).where('reader.id', '=', id).forNoKeyUpdate().executeTakeFirst();
}

/** Columns of a reader that people set. */
export type ReaderColumns = Omit<
  Insertable<IdentityReaders>,
  'id' | 'version' | 'created_at' | 'updated_at'
>;

/** Makes a reader and answers its key. Violates `readers_endpoint_key`. */
export async function insertReader(tx: Tx, reader: ReaderColumns): Promise<string> {
  const { id } = await tx
    .insertInto('identity.readers')
    .values(reader)
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Saves a reader and answers its version. Violates `readers_endpoint_key`. */
export async function updateReader(
  tx: Tx,
  id: string,
  reader: Partial<ReaderColumns>,
): Promise<number> {
  const { version } = await tx
    .updateTable('identity.readers')
    .set(reader)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** Removes a reader. */
export async function deleteReader(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('identity.readers').where('id', '=', id).execute();
}
