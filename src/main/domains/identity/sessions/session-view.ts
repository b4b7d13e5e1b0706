import type { z } from 'zod';
import type { signedInView, signedOutView } from '#contract/identity/session.ts';
import type { AuthLevel } from '#contract/procedure.ts';
import type { SessionRow } from './sessions.queries.ts';

/** A session as the renderer of somebody who is signed in sees it. */
export type SignedInView = z.infer<typeof signedInView>;

/** The state of a connection's session, as its renderer sees it. */
export type SessionView = SignedInView | z.infer<typeof signedOutView>;

/** What a renderer is told of a session. */
export function viewOf(row: SessionRow, level: AuthLevel, idleLockSeconds: number): SignedInView {
  const proofs = { password: row.has_password, pin: row.has_pin, code: row.has_code };
  return {
    kind: 'signed-in',
    sessionId: row.id,
    userId: row.user_id,
    username: row.username,
    fullName: row.full_name,
    locale: row.locale,
    permissions: row.permissions,
    level,
    locked: row.locked_at !== null,
    proofs: (['password', 'pin', 'code'] as const).filter((proof) => proofs[proof]),
    startedAt: row.created_at,
    endsAt: row.ends_at,
    idleLockSeconds,
  };
}
