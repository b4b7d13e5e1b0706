import { ORPCError } from '@orpc/server';
import { type AuthLevel, authLevels, type ProcedureMeta } from '#contract/procedure.ts';
import type { Viewer } from '../database/database.ts';
import type { Actor, Connection, SessionState, TokenHolder } from './context.ts';

const enough = (has: AuthLevel, needs: AuthLevel): boolean =>
  authLevels.indexOf(has) >= authLevels.indexOf(needs);

/**
 * Decides from the contract alone whether a session may call a procedure, and answers the person
 * who calls. Throws the contract's `UNAUTHENTICATED`, `LOCKED`, `FORBIDDEN` or `STEP_UP_REQUIRED`.
 */
export function authorise(meta: ProcedureMeta, session: SessionState | null): Actor {
  if (!session) throw refusal('UNAUTHENTICATED', 401, 'Sign in first.');
  if (session.locked && !meta.whileLocked) throw refusal('LOCKED', 423, 'The console is locked.');
  const { actor } = session;
  if (meta.permission !== 'signed-in' && meta.permission !== 'public') {
    if (meta.permission === 'token' || !actor.permissions.has(meta.permission)) {
      throw refusal('FORBIDDEN', 403, 'You do not have the right to do this.', {
        permission: meta.permission,
      });
    }
  }
  if (!enough(actor.level, meta.level)) {
    throw refusal('STEP_UP_REQUIRED', 401, 'Confirm who you are first.', { level: meta.level });
  }
  return actor;
}

/**
 * Holds a display to what the contract opens to displays, whatever else a procedure declares; others
 * pass. Throws the contract's `FORBIDDEN`.
 */
export function confineDisplay(
  { display, permission }: ProcedureMeta,
  connection: Pick<Connection, 'display'>,
): void {
  if (!connection.display || display === true) return;
  throw refusal('FORBIDDEN', 403, 'A display may only look.', { permission });
}

/**
 * Decides whether a person or a display may call a procedure that displays may call, too, and
 * answers who looks. Throws what {@link authorise} and {@link confineDisplay} do.
 */
export function authoriseViewer(
  meta: ProcedureMeta,
  connection: Pick<Connection, 'display' | 'session'>,
): Viewer {
  confineDisplay(meta, connection);
  const { display, session } = connection;
  if (display) return { displayId: display.displayId };
  return { userId: authorise(meta, session).userId };
}

/**
 * Decides whether the holder of an API token may call a procedure, and answers the holder. Throws
 * the contract's `UNAUTHENTICATED` or `FORBIDDEN`, which names the scope that is missing.
 */
export function authoriseHolder(meta: ProcedureMeta, holder: TokenHolder | undefined): TokenHolder {
  if (!holder) throw refusal('UNAUTHENTICATED', 401, 'An API token is needed.');
  if (meta.permission !== 'token' || !meta.scope || !holder.scopes.has(meta.scope)) {
    throw refusal('FORBIDDEN', 403, 'The token does not allow this.', {
      permission: meta.scope ?? meta.permission,
    });
  }
  return holder;
}

function refusal(code: string, status: number, message: string, data?: unknown) {
  return new ORPCError(code, { defined: true, status, message, data });
}
