import { useEffect } from 'react';
import { client, connection } from '#lib/core.ts';
import { isOpen, setSession, useSessionStore, viewerOf } from '#lib/session.ts';
import { useStream } from '#lib/use-stream.ts';
import { queryClient } from './query-client.ts';

/** Takes over what the core says of the session, and forgets the data of whoever has left. */
export function useFollowSession(): void {
  useStream((signal) => client.identity.session.watch(undefined, { signal }), setSession);
  const viewer = useSessionStore(({ session }) => viewerOf(session));
  const open = useSessionStore(({ session }) => isOpen(session));
  useEffect(() => () => queryClient.clear(), [viewer]);
  useEffect(() => connection.retryRefused(), [viewer, open]);
}
