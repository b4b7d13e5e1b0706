import type { Tx } from '#platform/database/database.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import type { Actor } from '#platform/rpc/context.ts';
import { type AuditEntry, originOf } from '../audit/audit.service.ts';
import type { IdentityParts } from '../identity-services.ts';
import { newToken, tokenHash } from '../passwords/one-time-secrets.ts';
import { refusal } from '../refusal.ts';
import type { Caller } from '../users/users.service.ts';
import {
  findTokenByHash,
  insertToken,
  listTokens,
  lockToken,
  revokeToken,
  shortenToken,
  stampToken,
  type TokenFilter,
  type TokenRow,
  type TokenScope,
} from './tokens.queries.ts';

/** A token to be made. */
export interface TokenRequest {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly machineId: string | null;
  readonly nodeId: string | null;
  readonly validDays: number;
}

/** A token with its secret, which is shown this once. */
export interface MadeToken {
  readonly id: string;
  readonly secret: string;
  readonly expiresAt: string;
}

/** Whom a token stands for, or why it is not accepted. */
export type TokenVerdict =
  | {
      readonly kind: 'accepted';
      readonly tokenId: string;
      readonly name: string;
      readonly nodeId: string | null;
      readonly machineId: string | null;
      readonly scopes: ReadonlySet<TokenScope>;
      readonly expiresAt: string;
    }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired' | 'revoked'; readonly tokenId: string };

/** What narrows a list of tokens. */
export interface TokenSearch extends Omit<TokenFilter, 'endsBefore'> {
  /** Only usable ones that end within so many days. */
  readonly endingWithinDays?: number | undefined;
}

/** Makes tokens as a part of something larger. */
export interface TokenMaker {
  /** Makes a token in a transaction of the person's. The policy of the table asks for `token:manage`. */
  createIn(tx: Tx, caller: Caller, request: TokenRequest): Promise<MadeToken>;
}

/** Checks tokens of devices; the shop floor and the ingest API use it. */
export interface TokenService extends TokenMaker {
  /** Never throws on a bad token; a refusal is recorded as a security event. */
  verify(secret: string, address: string | null): Promise<TokenVerdict>;
}

/** Making and taking back tokens. */
export interface TokensService extends TokenService {
  list(actor: Actor, filter: TokenSearch, page: PageRequest): Promise<Page<TokenRow>>;
  create(caller: Caller, request: TokenRequest): Promise<MadeToken>;
  rotate(
    caller: Caller,
    request: { id: string; validDays: number; overlapHours: number },
  ): Promise<MadeToken>;
  revoke(caller: Caller, id: string): Promise<void>;
}

const SECRET_MARK = 'sbx_';
const DAY_MS = 86_400_000;

function entry({ actor, connection }: Caller, action: string, targetId: string): AuditEntry {
  return {
    userId: actor.userId,
    username: actor.username,
    action: `token.${action}`,
    targetType: 'token',
    targetId,
    origin: originOf(connection),
  };
}

/** Makes the service. */
export function createTokensService(parts: IdentityParts): TokensService {
  const { audit, security } = parts;
  const { clock, database } = parts.platform;

  function draft(caller: Caller, request: TokenRequest, replaces: string | null) {
    const secret = `${SECRET_MARK}${newToken()}`;
    const now = clock.now();
    const expires_at = new Date(now.getTime() + request.validDays * DAY_MS).toISOString();
    const row = {
      token_hash: tokenHash(secret),
      prefix: secret.slice(0, 12),
      name: request.name,
      scopes: [...request.scopes],
      machine_id: request.machineId,
      node_id: request.nodeId,
      replaces,
      created_by: caller.actor.userId,
      created_at: now.toISOString(),
      expires_at,
    };
    return { secret, row };
  }

  async function createIn(tx: Tx, caller: Caller, request: TokenRequest): Promise<MadeToken> {
    const { secret, row } = draft(caller, request, null);
    const id = await insertToken(tx, row);
    const { name, scopes, node_id: nodeId, expires_at: expiresAt } = row;
    const newValues = { name, scopes, nodeId, expiresAt };
    await audit.record(tx, { ...entry(caller, 'create', id), newValues });
    return { id, secret, expiresAt };
  }

  async function verify(secret: string, address: string | null): Promise<TokenVerdict> {
    const now = clock.now();
    return database.asSystem('token', async (tx) => {
      const token = await findTokenByHash(tx, tokenHash(secret));
      const late = token ? Date.parse(token.expiresAt) <= now.getTime() : false;
      if (token && !token.isRevoked && !late) {
        await stampToken(tx, token.id, now.toISOString());
        const { id: tokenId, name, nodeId, machineId, expiresAt } = token;
        const scopes = new Set(token.scopes);
        return { kind: 'accepted', tokenId, name, nodeId, machineId, expiresAt, scopes };
      }
      const kind = token ? (token.isRevoked ? 'revoked' : 'expired') : 'unknown';
      await security.record(tx, {
        eventType: `token-${kind}`,
        userId: null,
        success: false,
        resourceType: 'token',
        ...(token ? { resourceId: token.id } : {}),
        appContext: 'identity',
        origin: { ipAddress: address, userAgent: null, workstation: null },
      });
      return token && kind !== 'unknown' ? { kind, tokenId: token.id } : { kind: 'unknown' };
    });
  }

  return {
    verify,
    createIn,
    list(actor, { endingWithinDays: days, ...filter }, page) {
      const now = clock.now();
      const endsBefore =
        days === undefined ? undefined : new Date(now.getTime() + days * DAY_MS).toISOString();
      return database.asUser(actor, (tx) =>
        listTokens(tx, { ...filter, endsBefore }, now.toISOString(), page),
      );
    },
    create: (caller, request) =>
      database.asUser(caller.actor, (tx) => createIn(tx, caller, request)),
    rotate: (caller, { id, validDays, overlapHours }) =>
      database.asUser(caller.actor, async (tx) => {
        const old = await lockToken(tx, id);
        if (!old || old.isRevoked) throw refusal('NOT_FOUND', { what: 'token', id });
        const { secret, row } = draft(caller, { ...old, validDays }, id);
        const made = await insertToken(tx, row);
        const until = new Date(clock.now().getTime() + overlapHours * 3_600_000 + 1).toISOString();
        await shortenToken(tx, id, until);
        const newValues = { successor: made, expiresAt: row.expires_at };
        await audit.record(tx, { ...entry(caller, 'rotate', id), newValues });
        return { id: made, secret, expiresAt: row.expires_at };
      }),
    revoke: (caller, id) =>
      database.asUser(caller.actor, async (tx) => {
        if (!(await revokeToken(tx, id, clock.now().toISOString()))) {
          throw refusal('NOT_FOUND', { what: 'token', id });
        }
        await audit.record(tx, entry(caller, 'revoke', id));
      }),
  };
}
