import type { TokenHolder } from '#platform/rpc/context.ts';

/** Whom a token stands for, or why it is not accepted. */
export type TokenVerdict =
  | ({ readonly kind: 'accepted' } & TokenHolder)
  | { readonly kind: 'unknown' | 'expired' | 'revoked' };

/** What the ingest API needs of the API tokens, which identity keeps. */
export interface ApiTokenPort {
  /** Looks a bearer token up. Never throws on a bad one. */
  verify(secret: string, address: string | null): Promise<TokenVerdict>;
}
