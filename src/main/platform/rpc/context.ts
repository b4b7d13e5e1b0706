import type { AuthLevel, TokenScope } from '#contract/procedure.ts';
import type { Permission } from '#contract/permissions.ts';

/** The person behind a call, as far as the session proves it. */
export interface Actor {
  readonly userId: string;
  readonly sessionId: string;
  readonly username: string;
  readonly fullName: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly level: AuthLevel;
}

/** The session a connection holds. Changes with sign-in, lock, step-up and sign-out. */
export interface SessionState {
  readonly actor: Actor;
  readonly locked: boolean;
}

/** The wall display at the other end of a connection, whose right to look stands. */
export interface DisplayHolder {
  readonly displayId: string;
  /** Its name, as its maker gave it. */
  readonly name: string;
}

/** The device or program behind a call of the ingest API, as its token says. */
export interface TokenHolder {
  readonly tokenId: string;
  /** The token's name, as its maker gave it. */
  readonly name: string;
  /** The node or machine the token was made for; null for any. */
  readonly nodeId: string | null;
  readonly machineId: string | null;
  readonly scopes: ReadonlySet<TokenScope>;
}

/** One renderer at the other end of a MessagePort or WebSocket, or one API caller. */
export interface Connection {
  readonly id: string;
  readonly transport: 'desktop' | 'web' | 'api';
  /** Network address, or `null` for the desktop's own window. */
  readonly address: string | null;
  readonly userAgent: string;
  /** The station's name as its administrator set it, for audit and reader assignment. */
  readonly workstation: string;
  /** Null until somebody signs in. Identity sets it; everyone else reads it. */
  session: SessionState | null;
  /** The display that this is and stays, while its right stands; nobody signs in on it. Identity sets it. */
  display: DisplayHolder | null;
  /** Who calls the ingest API; absent for people, who have a {@link session} instead. */
  readonly holder?: TokenHolder;
  /** Aborts when the connection ends; streams stop on it. */
  readonly closed: AbortSignal;
  /** Ends the connection from this side, when a session is revoked. */
  close(reason: string): void;
}

/** What every handler is given. */
export interface CallContext {
  readonly connection: Connection;
}

/** What a handler behind a permission is given: somebody is signed in, unlocked and allowed. */
export interface ActorContext extends CallContext {
  readonly actor: Actor;
}
