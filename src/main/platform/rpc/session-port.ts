import type { Connection } from './context.ts';

/** What the shells need of the sessions, which identity keeps. */
export interface SessionPort {
  /**
   * Ties a new connection to the browser or desktop that holds `clientToken` (keep only its hash):
   * resumes its session on the connection and answers `true`, or leaves it signed out.
   */
  attachClient(connection: Connection, clientToken: string): Promise<boolean>;
  /**
   * Exchanges the one-time `handover` code of a sign-in for the client's next token. From then on
   * the session resumes by the new token only. `null` when the code is unknown, used or too old.
   */
  redeemHandover(code: string): Promise<string | null>;
}
