import { client } from '#lib/core.ts';

/** Covers the console; work stays open behind the lock. */
export function lockConsole(): void {
  void client.identity.session.lock();
}

/** Ends the session on this console; the sign-in screen asks who comes next. */
export function signOut(): void {
  void client.identity.session.signOut();
}
