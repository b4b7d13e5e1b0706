import type { ActorContext, Connection } from '#platform/rpc/context.ts';
import type { Operator } from './alarms.service.ts';

/** Who calls, as an operator with a station. */
export const operatorOf = ({ actor, connection }: ActorContext): Operator => ({
  userId: actor.userId,
  username: actor.username,
  origin: {
    ipAddress: connection.address,
    userAgent: connection.userAgent || null,
    workstation: connection.workstation || null,
  },
});

/** Ends with the connection or the call, whichever comes first. */
export const endOf = (connection: Connection, signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([connection.closed, ...(signal ? [signal] : [])]);
