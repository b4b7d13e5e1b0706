import type { Connection, TokenHolder } from '#platform/rpc/context.ts';

/** What the web server needs of the sessions, which identity keeps. */
export interface SessionPort {
  /**
   * Ties a new connection to the browser that holds `clientToken` (the cookie's value; keep only
   * its hash): resumes that browser's session on it and answers `true`, or leaves it signed out.
   */
  attachClient(connection: Connection, clientToken: string): Promise<boolean>;
  /**
   * Exchanges the one-time `handover` code of a sign-in for the browser's next token. From then on
   * the session resumes by the new token only. `null` when the code is unknown, used or too old.
   */
  redeemHandover(code: string): Promise<string | null>;
}

/** Whom a token stands for, or why it is not accepted. */
export type TokenVerdict =
  | ({ readonly kind: 'accepted' } & TokenHolder)
  | { readonly kind: 'unknown' | 'expired' | 'revoked' };

/** What the ingest API needs of the API tokens, which identity keeps. */
export interface ApiTokenPort {
  /** Looks a bearer token up. Never throws on a bad one. */
  verify(secret: string, address: string | null): Promise<TokenVerdict>;
}
