import type { Actor, Connection } from '#platform/rpc/context.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import type { AlarmsService, Operator } from './alarms.service.ts';

const operatorOf = (actor: Actor, connection: Connection): Operator => ({
  userId: actor.userId,
  username: actor.username,
  origin: {
    ipAddress: connection.address,
    userAgent: connection.userAgent || null,
    workstation: connection.workstation || null,
  },
});

/** Answers the `alarms` part of the contract. */
export function alarmsHandlers(service: AlarmsService) {
  const { alarms } = procedures;
  return {
    list: alarms.list.handler(({ input: { cursor, limit, ...filter }, context, signal }) =>
      service.list(context.actor, filter, { cursor, limit }, signal),
    ),
    live: alarms.live.handler(({ context, signal }) =>
      service.live(context.actor, endOf(context.connection, signal)),
    ),
    summary: alarms.summary.handler(({ context, signal }) =>
      service.summary(context.actor, signal),
    ),
    acknowledge: alarms.acknowledge.handler(({ input, context }) =>
      service.acknowledge(
        operatorOf(context.actor, context.connection),
        input.alarms,
        input.note ?? null,
      ),
    ),
    resolve: alarms.resolve.handler(async ({ input: { id, note }, context, errors }) => {
      const resolved = await service.resolve(
        operatorOf(context.actor, context.connection),
        id,
        note,
      );
      if (resolved === 'not-found') throw errors.NOT_FOUND({ data: { what: 'alarm', id } });
      if (resolved === 'condition-active') throw errors.CONDITION_ACTIVE();
      if (resolved === 'not-acknowledged') throw errors.NOT_ACKNOWLEDGED();
      return resolved;
    }),
  };
}

const endOf = (connection: Connection, signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([connection.closed, ...(signal ? [signal] : [])]);
