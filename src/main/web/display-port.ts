import type { Connection } from '#platform/rpc/context.ts';

/** What became of a browser's try to become a display. */
export type Pairing =
  | { readonly kind: 'paired'; readonly token: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number };

/** What the web shell needs of the wall displays, which identity keeps. */
export interface DisplayPort {
  /** Exchanges a one-time code for the token that the browser keeps. */
  pair(
    code: string,
    browser: { readonly address: string | null; readonly userAgent: string },
  ): Promise<Pairing>;
  /** Makes a new connection of a browser that keeps a token the display it was paired as. */
  attachDisplay(connection: Connection, token: string): Promise<void>;
}
