import { sql } from 'kysely';
import type { tokenScopes } from '#contract/identity/tokens.ts';
import type { Tx } from '#platform/database/database.ts';
import { type PageRequest, readPage, type SortOrder } from '#platform/database/paging.ts';

/** What a token lets its holder do. */
export type TokenScope = (typeof tokenScopes)[number];

function rows(tx: Tx) {
  return tx
    .selectFrom('identity.api_tokens as token')
    .leftJoin('identity.users as maker', 'maker.id', 'token.created_by')
    .select([
      'token.id',
      'token.name',
      'token.prefix',
      'token.machine_id as machineId',
      'token.node_id as nodeId',
      sql<
        string | null
      >`(select node.node_id from shopfloor.nodes as node where node.id = token.node_id)`.as(
        'nodeCode',
      ),
      sql<boolean>`exists (select from identity.api_tokens as next
        where next.replaces = token.id and not next.is_revoked)`.as('isReplaced'),
      'maker.full_name as createdByName',
      'token.created_at as createdAt',
      'token.expires_at as expiresAt',
      'token.last_used as lastUsed',
      'token.is_revoked as isRevoked',
      sql<TokenScope[]>`token.scopes`.as('scopes'),
    ]);
}

/** One token without its secret. */
export type TokenRow = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

const newestFirst: SortOrder<TokenRow> = [
  { column: 'token.created_at', property: 'createdAt', direction: 'desc' },
  { column: 'token.id', property: 'id', direction: 'desc' },
];

/** What narrows a list of tokens. */
export interface TokenFilter {
  readonly state?: 'usable' | 'expired' | 'revoked' | undefined;
  /** Key of the node that the tokens speak for. */
  readonly nodeId?: string | undefined;
  /** Only usable ones that end before this moment. */
  readonly endsBefore?: string | undefined;
}

/** One page of tokens, newest first. */
export async function listTokens(
  tx: Tx,
  { state, nodeId, endsBefore }: TokenFilter,
  now: string,
  page: PageRequest,
) {
  let query = rows(tx);
  if (nodeId) query = query.where('token.node_id', '=', nodeId);
  if (endsBefore) {
    query = query
      .where('token.is_revoked', '=', false)
      .where('token.expires_at', '>', now)
      .where('token.expires_at', '<=', endsBefore);
  }
  if (state) query = query.where('token.is_revoked', '=', state === 'revoked');
  if (state === 'usable') query = query.where('token.expires_at', '>', now);
  if (state === 'expired') query = query.where('token.expires_at', '<=', now);
  return readPage(query, newestFirst, page);
}

/** A token, locked for a change. */
export async function lockToken(tx: Tx, id: string) {
  return rows(tx).where('token.id', '=', id).forNoKeyUpdate('token').executeTakeFirst();
}

/** A new token. */
export interface NewToken {
  readonly token_hash: Buffer;
  readonly prefix: string;
  readonly name: string;
  readonly scopes: string[];
  readonly machine_id: string | null;
  readonly node_id: string | null;
  readonly replaces: string | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string;
}

/** Keeps a new token and answers its key. */
export async function insertToken(tx: Tx, token: NewToken): Promise<string> {
  const { id } = await tx
    .insertInto('identity.api_tokens')
    .values(token)
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Lets a token end at `at` unless it ends before. */
export async function shortenToken(tx: Tx, id: string, at: string): Promise<void> {
  await tx
    .updateTable('identity.api_tokens')
    .set({ expires_at: at })
    .where('id', '=', id)
    .where('expires_at', '>', at)
    .execute();
}

/** Takes a token back and answers whether it was usable. */
export async function revokeToken(tx: Tx, id: string, at: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('identity.api_tokens')
    .set({ is_revoked: true, revoked_at: at })
    .where('id', '=', id)
    .where('is_revoked', '=', false)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** The token with that secret's hash, whatever its state. */
export async function findTokenByHash(tx: Tx, hash: Buffer) {
  return rows(tx).where('token.token_hash', '=', hash).executeTakeFirst();
}

/** Notes that a token was accepted; at most once a minute, as devices call often. */
export async function stampToken(tx: Tx, id: string, at: string): Promise<void> {
  await tx
    .updateTable('identity.api_tokens')
    .set({ last_used: at })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([
        eb('last_used', 'is', null),
        eb('last_used', '<', sql<string>`${at}::timestamptz - interval '1 minute'`),
      ]),
    )
    .execute();
}

/** A token that ends soon, for the alarm. */
export interface EndingToken {
  readonly id: string;
  readonly name: string;
  readonly expiresAt: string;
}

/** Usable tokens that end before `before` and that no usable successor replaces, soonest first. */
export async function listEnding(tx: Tx, now: string, before: string): Promise<EndingToken[]> {
  const { rows: ending } = await sql<EndingToken>`
    select token.id, token.name, token.expires_at as "expiresAt" from identity.api_tokens as token
    where not token.is_revoked and token.expires_at > ${now} and token.expires_at < ${before}
      and not exists (select from identity.api_tokens as next
        where next.replaces = token.id and not next.is_revoked and next.expires_at > token.expires_at)
    order by token.expires_at, token.id`.execute(tx);
  return ending;
}

/** Marks tokens that end before `before` as reported, and answers those not reported until now. */
export async function noticeExpiring(tx: Tx, now: string, before: string) {
  return tx
    .updateTable('identity.api_tokens')
    .set({ expiry_noticed_at: now })
    .where('is_revoked', '=', false)
    .where('expiry_noticed_at', 'is', null)
    .where('expires_at', '<', before)
    .returning(['id', 'name', 'expires_at as expiresAt'])
    .execute();
}

/** Removes up to `limit` tokens that expired or were revoked more than `keepDays` ago, and answers them. */
export async function removeEndedTokens(tx: Tx, keepDays: number, limit: number) {
  return tx
    .deleteFrom('identity.api_tokens')
    .where('id', 'in', (inner) =>
      inner
        .selectFrom('identity.api_tokens')
        .select('id')
        .where(
          sql<boolean>`least(expires_at, revoked_at) < now() - make_interval(days => ${keepDays})`,
        )
        .limit(limit),
    )
    .returning(['id', 'name', 'prefix', 'expires_at as expiresAt'])
    .execute();
}
