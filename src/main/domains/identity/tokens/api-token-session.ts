import { type Permission, permissions } from '#contract/permissions.ts';
import type { Database } from '#platform/database/database.ts';
import type { SessionState } from '#platform/rpc/context.ts';
import { findTokenMaker } from './tokens.queries.ts';
import type { TokenService } from './tokens.service.ts';

const isPermission = (scope: string): scope is Permission =>
  (permissions as readonly string[]).includes(scope);

/**
 * The session of one API call: the rights are those scopes of the token that are permissions, and
 * what it may see is what its maker may see. Null when the token or its maker is no longer good.
 */
export async function apiTokenSession(
  database: Database,
  tokens: TokenService,
  secret: string,
  address: string | null,
): Promise<SessionState | null> {
  const verdict = await tokens.verify(secret, address);
  if (verdict.kind !== 'accepted') return null;
  const maker = await database.asSystem('token', (tx) => findTokenMaker(tx, verdict.tokenId));
  if (!maker) return null;
  const scopes: readonly string[] = [...verdict.scopes];
  return {
    locked: false,
    actor: {
      userId: maker.id,
      sessionId: verdict.tokenId,
      username: maker.username,
      fullName: verdict.name,
      permissions: new Set(scopes.filter(isPermission)),
      level: 'proven',
    },
  };
}
