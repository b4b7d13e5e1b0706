import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** The newest link of the chain. */
export interface SealHead {
  readonly id: number;
  readonly hash: string;
}

/** The newest link, or null before the first. */
export async function sealHead(tx: Tx): Promise<SealHead | null> {
  const head = await tx
    .selectFrom('identity.audit_seals')
    .select(['id', sql<string>`encode(hash, 'hex')`.as('hash')])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return head ?? null;
}

/**
 * Seals up to `most` waiting records in one link and answers how many. Records of transactions
 * that have not committed are not waiting yet; they are sealed when they have.
 */
export async function sealWaiting(tx: Tx, most: number): Promise<number> {
  const { rows } = await sql<{ sealed: number }>`
    with waiting as (
      delete from identity.audit_unsealed
      where audit_id in (
        select audit_id from identity.audit_unsealed order by audit_id limit ${most})
      returning audit_id
    ),
    batch as (
      select array_agg(record.id order by record.id) as row_ids,
        string_agg(sha256(convert_to(record.canonical, 'UTF8')), ''::bytea order by record.id)
          as row_hashes
      from identity.audit_logs as record
      join waiting on waiting.audit_id = record.id
    ),
    head as (
      select coalesce(max(seal.id), 0) + 1 as id,
        coalesce((array_agg(seal.hash order by seal.id desc))[1], decode(repeat('00', 32), 'hex'))
          as previous_hash
      from (select id, hash from identity.audit_seals order by id desc limit 1) as seal
    ),
    sealed as (
      insert into identity.audit_seals (id, row_ids, row_hashes, previous_hash, hash)
      select head.id, batch.row_ids, batch.row_hashes, head.previous_hash,
        identity.seal_hash(head.id, head.previous_hash, batch.row_ids, batch.row_hashes)
      from head, batch
      where batch.row_ids is not null
      returning cardinality(row_ids) as rows
    )
    select coalesce((select rows from sealed), 0)::integer as sealed`.execute(tx);
  return rows[0]?.sealed ?? 0;
}

/** One link, compared with the records as they are now. */
export interface CheckedSeal {
  readonly id: number;
  readonly hash: string;
  readonly previousHash: string;
  readonly rows: number;
  /** The link's own hash fits its content. */
  readonly sound: boolean;
  /** First sealed record that is gone. */
  readonly missing: string | null;
  /** First record whose text no longer has the sealed hash, or no longer fits its columns. */
  readonly changed: string | null;
  /** First record that carries the text of another one. */
  readonly swapped: string | null;
}

/** The links after `after` in order, at most `limit`, each compared with its records. */
export async function checkSeals(tx: Tx, after: number, limit: number): Promise<CheckedSeal[]> {
  const { rows } = await sql<CheckedSeal>`
    select seal.id, encode(seal.hash, 'hex') as hash,
      encode(seal.previous_hash, 'hex') as "previousHash", cardinality(seal.row_ids) as rows,
      seal.hash = identity.seal_hash(seal.id, seal.previous_hash, seal.row_ids, seal.row_hashes)
        as sound,
      found.missing::text, found.changed::text, found.swapped::text
    from (
      select * from identity.audit_seals where id > ${after} order by id limit ${limit}
    ) as seal
    cross join lateral (
      select
        min(sealed.id) filter (where record.id is null) as missing,
        min(sealed.id) filter (where record.canonical <> identity.audit_canonical(record)
          or sha256(convert_to(record.canonical, 'UTF8'))
            <> substring(seal.row_hashes from (32 * (sealed.position - 1) + 1)::integer for 32))
          as changed,
        min(sealed.id) filter (where record.canonical is not null
          and (record.canonical::jsonb ->> 0)::bigint <> record.id) as swapped
      from unnest(seal.row_ids) with ordinality as sealed (id, position)
      left join identity.audit_logs as record on record.id = sealed.id
    ) as found
    order by seal.id`.execute(tx);
  return rows;
}

/** Records that no link covers and that do not wait for one: somebody took them from the queue. */
export async function findStrayRecord(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select record.id::text as id
    from identity.audit_logs as record
    where not exists (select from identity.audit_unsealed as waiting where waiting.audit_id = record.id)
      and not exists (select from identity.audit_seals as seal where seal.row_ids @> array[record.id])
    order by record.id limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

/** How many records wait for their seal. */
export async function countUnsealed(tx: Tx): Promise<number> {
  const { waiting } = await tx
    .selectFrom('identity.audit_unsealed')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow();
  return waiting;
}
