import { sql } from 'kysely';
import type { FirmwareImage } from '#contract/shopfloor/firmware.ts';
import type { NodeType } from '#contract/shopfloor/nodes.ts';
import type { Tx } from '#platform/database/database.ts';

const images = (tx: Tx) =>
  tx
    .selectFrom('shopfloor.firmware_images as image')
    .leftJoin('identity.users as person', 'person.id', 'image.created_by')
    .select([
      'image.id',
      'image.node_type as nodeType',
      'image.version',
      'image.file_name as fileName',
      'image.size',
      sql<string>`coalesce(image.sha256, '')`.as('sha256'),
      'image.minimum_version as minimumVersion',
      'image.release_notes as releaseNotes',
      'person.full_name as createdBy',
      'image.created_at as createdAt',
    ])
    .where('image.state', '=', 'ready');

/** The firmware that nodes may be given. */
export async function listImages(tx: Tx): Promise<FirmwareImage[]> {
  const rows = await images(tx)
    .orderBy('image.node_type')
    .orderBy('image.created_at', 'desc')
    .execute();
  return rows as FirmwareImage[];
}

/** One firmware that nodes may be given, or null. */
export async function findImage(tx: Tx, id: string): Promise<FirmwareImage | null> {
  const row = await images(tx).where('image.id', '=', id).executeTakeFirst();
  return (row as FirmwareImage | undefined) ?? null;
}

/** A firmware whose file is about to come. */
export interface NewImage {
  readonly nodeType: NodeType;
  readonly version: string;
  readonly fileName: string;
  readonly size: number;
  readonly minimumVersion: string | null;
  readonly releaseNotes: string | null;
  readonly createdBy: string;
}

/** Begins an upload and answers its key. */
export async function insertImage(tx: Tx, image: NewImage): Promise<string> {
  const { id } = await tx
    .insertInto('shopfloor.firmware_images')
    .values({
      node_type: image.nodeType,
      version: image.version,
      file_name: image.fileName,
      size: image.size,
      minimum_version: image.minimumVersion,
      release_notes: image.releaseNotes,
      created_by: image.createdBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** How far an upload is. */
export interface Upload {
  readonly size: number;
  readonly received: number;
}

/** An upload that goes on, its row locked until the transaction ends; null when there is none. */
export async function lockUpload(tx: Tx, id: string): Promise<Upload | null> {
  const { rows: found } = await sql<{ size: number }>`
    select size from shopfloor.firmware_images
    where id = ${id} and state = 'uploading' for no key update`.execute(tx);
  const [image] = found;
  if (!image) return null;
  const { rows } = await sql<{ received: number }>`
    select coalesce(sum(octet_length(data)), 0)::integer as received
    from shopfloor.firmware_pieces where image_id = ${id}`.execute(tx);
  return { size: image.size, received: rows[0]?.received ?? 0 };
}

/** Adds a piece behind what is here. */
export async function insertPiece(tx: Tx, id: string, start: number, data: Buffer): Promise<void> {
  await sql`
    insert into shopfloor.firmware_pieces (image_id, start_byte, data)
    values (${id}, ${start}, ${data})`.execute(tx);
}

/** The file of a firmware, piece by piece in order. */
export async function readPieces(tx: Tx, id: string): Promise<Buffer[]> {
  const { rows } = await sql<{ data: Buffer }>`
    select data from shopfloor.firmware_pieces where image_id = ${id} order by start_byte`.execute(
    tx,
  );
  return rows.map(({ data }) => data);
}

/** Up to `length` bytes of a firmware's file from `offset` on; empty behind its end. */
export async function readPieceFrom(
  tx: Tx,
  id: string,
  offset: number,
  length: number,
): Promise<Buffer> {
  const { rows } = await sql<{ data: Buffer }>`
    select substring(data from ${offset}::integer - start_byte + 1 for ${length}::integer) as data
    from shopfloor.firmware_pieces where image_id = ${id} and start_byte <= ${offset}
    order by start_byte desc limit 1`.execute(tx);
  return rows[0]?.data ?? Buffer.alloc(0);
}

/** From now on nodes may be given the firmware. */
export async function completeImage(tx: Tx, id: string, sha256: string): Promise<void> {
  await sql`
    update shopfloor.firmware_images set state = 'ready', sha256 = ${sha256}
    where id = ${id} and state = 'uploading'`.execute(tx);
}

/** Takes firmware out of the catalogue; answers its version, null when it was not in it. */
export async function withdrawImage(tx: Tx, id: string): Promise<string | null> {
  const { rows } = await sql<{ version: string }>`
    update shopfloor.firmware_images set state = 'withdrawn'
    where id = ${id} and state <> 'withdrawn' returning version`.execute(tx);
  return rows[0]?.version ?? null;
}

/** Forgets uploads that nobody went on with for `hours`. Answers how many. */
export async function forgetUploads(tx: Tx, hours: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from shopfloor.firmware_images
    where state = 'uploading' and created_at < now() - make_interval(hours => ${hours})`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}
