import type { z } from 'zod';
import { create } from 'zustand';
import type {
  displayEndedView,
  displayView,
  sessionView,
  signedInView,
} from '#contract/identity/session.ts';
import type { Permission } from '#contract/permissions.ts';

/** Somebody is signed in on this console. */
export type SignedIn = z.infer<typeof signedInView>;

/** This browser is a wall display. */
export type Display = z.infer<typeof displayView>;

/** This browser was a wall display. */
export type EndedDisplay = z.infer<typeof displayEndedView>;

/** What the core says of the session on this console; `unknown` until it has said anything. */
export type ConsoleSession = z.infer<typeof sessionView> | { readonly kind: 'unknown' };

/** The session of this console; only the app writes it, from `identity.session.watch`. */
export const useSessionStore = create<{ readonly session: ConsoleSession }>()(() => ({
  session: { kind: 'unknown' },
}));

/**
 * Takes what the core says of the session. Why one was ended is told once, on the connection that
 * is closed with it; the next connection knows nothing of it, so the reason stays until somebody
 * signs in.
 */
export function setSession(session: ConsoleSession): void {
  useSessionStore.setState(({ session: before }) => {
    const repeated = session.kind === 'signed-out' && session.endedBy === null;
    return repeated && before.kind === 'signed-out' ? {} : { session };
  });
}

/** The person at this console. Only screens behind the sign-in may ask. Throws where nobody is signed in. */
export function useSignedIn(): SignedIn {
  const session = useSessionStore((state) => state.session);
  if (session.kind !== 'signed-in') throw new Error('Nobody is signed in on this console.');
  return session;
}

/** What a wall display reads. */
const displayPermissions: ReadonlySet<Permission> = new Set(['alarm:read', 'machine:read']);

function holds(session: ConsoleSession, permission: Permission | null): boolean {
  if (session.kind === 'display') return permission !== null && displayPermissions.has(permission);
  if (session.kind !== 'signed-in') return false;
  return permission === null || session.permissions.includes(permission);
}

/** Whether anything may be seen at this console now: somebody is signed in and at it, or it is a display. */
export const isOpen = (session: ConsoleSession): boolean =>
  session.kind === 'display' || (session.kind === 'signed-in' && !session.locked);

/** Whose data this console shows: a person's or a display's; null for nobody's. */
export function viewerOf(session: ConsoleSession): string | null {
  if (session.kind === 'display') return session.displayId;
  return session.kind === 'signed-in' ? session.userId : null;
}

/**
 * Whether the person or display may do something, to show or hide what leads there. The core decides again
 * at each call.
 */
export function useCan(permission: Permission | null): boolean {
  return useSessionStore((state) => holds(state.session, permission));
}

/** Tells which permissions the person holds, for lists of things with permissions. */
export function useHolds(): (permission: Permission | null) => boolean {
  const session = useSessionStore((state) => state.session);
  return (permission) => holds(session, permission);
}
