import { randomUUID } from 'node:crypto';
import type { Connection } from './context.ts';

/** What is known of the other end when it connects. */
export type Peer = Pick<
  Connection,
  'transport' | 'address' | 'userAgent' | 'workstation' | 'holder'
>;

/** A connection and the transport's way to say that it is over. */
export interface OpenConnection {
  readonly connection: Connection;
  /** Aborts {@link Connection.closed}. Call it when the link has gone, whoever ended it. */
  end(): void;
}

/** Makes the connection of one peer. `hangUp` closes the link beneath with a reason for the log. */
export function openConnection(peer: Peer, hangUp: (reason: string) => void): OpenConnection {
  const ended = new AbortController();
  const end = (): void => ended.abort(new Error('The connection has ended.'));
  const connection: Connection = {
    id: randomUUID(),
    ...peer,
    session: null,
    display: null,
    closed: ended.signal,
    close(reason) {
      hangUp(reason);
      end();
    },
  };
  return { connection, end };
}
