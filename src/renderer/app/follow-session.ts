import { useEffect } from 'react';
import { client, connection } from '#lib/core.ts';
import { setSession, useSessionStore } from '#lib/session.ts';
import { useStream } from '#lib/use-stream.ts';
import { queryClient } from './query-client.ts';

/** Takes over what the core says of the session, and forgets the data of whoever has left. */
export function useFollowSession(): void {
  useStream((signal) => client.identity.session.watch(undefined, { signal }), setSession);
  const person = useSessionStore(({ session }) =>
    session.kind === 'signed-in' ? session.userId : null,
  );
  const unlocked = useSessionStore(
    ({ session }) => session.kind === 'signed-in' && !session.locked,
  );
  useEffect(() => () => queryClient.clear(), [person]);
  useEffect(() => connection.retryRefused(), [person, unlocked]);
}
