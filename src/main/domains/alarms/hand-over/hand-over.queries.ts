import { sql } from 'kysely';
import type { HandOver, HandOverRow, HandOverSheet } from '#contract/alarms/hand-over.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';

/** The sheet as things stand now, with the moment in it. */
const sheetNow = (position: ReturnType<typeof sql>, since: ReturnType<typeof sql>) => sql`
  alarms.hand_over_sheet(${position}, ${since}) || jsonb_build_object('writtenAt',
    to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))`;

const handOverRows = (tx: Tx) =>
  tx
    .selectFrom('alarms.hand_overs as h')
    .innerJoin('alarms.positions as p', 'p.id', 'h.position_id')
    .leftJoin('identity.users as creator', 'creator.id', 'h.created_by')
    .leftJoin('identity.users as signer', 'signer.id', 'h.signed_by')
    .leftJoin('identity.users as receiver', 'receiver.id', 'h.received_by')
    .select([
      'h.id',
      'h.position_id as positionId',
      'p.name as positionName',
      'h.shift_from as shiftFrom',
      'h.shift_to as shiftTo',
      'creator.full_name as createdByName',
      'h.signed_by as signedBy',
      'signer.full_name as signedByName',
      'h.signed_at as signedAt',
      'h.signed_from as signedFrom',
      'receiver.full_name as receivedByName',
      'h.received_at as receivedAt',
      'h.version',
    ]);

/** One page of hand-overs, the newest first. */
export function listHandOvers(
  tx: Tx,
  positionId: string | undefined,
  page: PageRequest,
): Promise<Page<HandOverRow>> {
  const query = handOverRows(tx).$if(positionId !== undefined, (q) =>
    q.where('h.position_id', '=', positionId ?? ''),
  );
  return readPage(
    query,
    [
      { column: 'h.shift_to', property: 'shiftTo', direction: 'desc' },
      { column: 'h.id', property: 'id', direction: 'desc' },
    ],
    page,
  );
}

/** One hand-over with its sheet, or null where it is not visible. */
export async function findHandOver(tx: Tx, id: string): Promise<HandOver | null> {
  const row = await handOverRows(tx)
    .select(['h.notes', sql<HandOverSheet>`h.sheet`.as('sheet')])
    .where('h.id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** What begins a sheet. */
export interface NewHandOver {
  readonly positionId: string;
  readonly shiftFrom: string;
  readonly shiftTo: string;
  readonly notes: string;
  readonly userId: string;
  readonly workstation: string | null;
}

/** Begins a sheet and answers its key. */
export async function insertHandOver(tx: Tx, given: NewHandOver): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into alarms.hand_overs (position_id, shift_from, shift_to, notes, sheet, created_by, created_from)
    values (${given.positionId}, ${given.shiftFrom}::timestamptz, ${given.shiftTo}::timestamptz, ${given.notes},
            ${sheetNow(sql`${given.positionId}::uuid`, sql`${given.shiftFrom}::timestamptz`)},
            ${given.userId}, ${given.workstation})
    returning id`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('The hand-over was not written.');
  return row.id;
}

/** A hand-over as it was read. */
export interface GivenHandOver {
  readonly id: string;
  readonly version: number;
}

/** Saves the notes of a draft and writes its sheet anew; answers whether it stood at the version. */
export async function updateHandOver(
  tx: Tx,
  { id, version }: GivenHandOver,
  notes: string,
): Promise<boolean> {
  const { rows } = await sql`
    update alarms.hand_overs
    set notes = ${notes}, sheet = ${sheetNow(sql`position_id`, sql`shift_from`)}
    where id = ${id} and version = ${version}
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Who signs or receives, and where. */
export interface Signature {
  readonly userId: string;
  readonly workstation: string | null;
}

/** Signs a draft; answers whether it stood at the version. */
export async function signHandOver(
  tx: Tx,
  { id, version }: GivenHandOver,
  { userId, workstation }: Signature,
): Promise<boolean> {
  const { rows } = await sql`
    update alarms.hand_overs
    set signed_by = ${userId}, signed_at = clock_timestamp(), signed_from = ${workstation}
    where id = ${id} and version = ${version}
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Takes a signed sheet over; answers whether it stood at the version. */
export async function receiveHandOver(
  tx: Tx,
  { id, version }: GivenHandOver,
  { userId, workstation }: Signature,
): Promise<boolean> {
  const { rows } = await sql`
    update alarms.hand_overs
    set received_by = ${userId}, received_at = clock_timestamp(), received_from = ${workstation}
    where id = ${id} and version = ${version}
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Throws a draft away; answers whether it stood at the version. */
export async function deleteHandOver(tx: Tx, { id, version }: GivenHandOver): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('alarms.hand_overs')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
