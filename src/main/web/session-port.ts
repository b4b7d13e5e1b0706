import type { Connection, SessionState } from '#platform/rpc/context.ts';

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

/** What the ingest API needs of the API tokens, which identity keeps. */
export interface ApiTokenPort {
  /** Who may do what with this bearer token, or `null` when it is unknown, expired or revoked. */
  authenticate(token: string, address: string | null): Promise<SessionState | null>;
}
