import { procedures, viewerProcedures } from '#platform/rpc/procedures.ts';
import type { AlarmsService } from './alarms.service.ts';
import { endOf, operatorOf } from './operator-of.ts';

/** Answers the queue's part of the contract. */
export function queueHandlers(service: AlarmsService) {
  const { alarms } = procedures;
  const looking = viewerProcedures.alarms;
  return {
    list: alarms.list.handler(({ input: { cursor, limit, ...filter }, context, signal }) =>
      service.list(context.actor, filter, { cursor, limit }, signal),
    ),
    get: alarms.get.handler(async ({ input: { id }, context, errors }) => {
      const alarm = await service.get(context.actor, id);
      if (!alarm) throw errors.NOT_FOUND({ data: { what: 'alarm', id } });
      return alarm;
    }),
    live: looking.live.handler(({ input, context, signal }) =>
      service.live(context.viewer, input ?? {}, endOf(context.connection, signal)),
    ),
    summary: looking.summary.handler(({ input, context, signal }) =>
      service.summary(context.viewer, input?.positionId ?? null, signal),
    ),
    acknowledge: alarms.acknowledge.handler(({ input, context }) =>
      service.acknowledge(operatorOf(context), input.alarms, input.note ?? null),
    ),
    reset: alarms.reset.handler(({ input: { alarms: seen, note }, context }) =>
      service.act(operatorOf(context), { kind: 'reset', seen }, note ?? null),
    ),
    assign: alarms.assign.handler(({ input: { alarms: seen, to }, context }) =>
      service.act(operatorOf(context), { kind: 'assign', seen, to }, null),
    ),
    comment: alarms.comment.handler(({ input: { ids, text }, context }) =>
      service.act(
        operatorOf(context),
        { kind: 'comment', seen: ids.map((id) => ({ id })), text },
        text,
      ),
    ),
    reportSound: alarms.reportSound.handler(async ({ input: { state }, context }) => {
      await service.reportSound(operatorOf(context), state);
      return {};
    }),
    resolve: alarms.resolve.handler(async ({ input: { id, note }, context, errors }) => {
      const resolved = await service.resolve(operatorOf(context), id, note);
      if (resolved === 'not-found') throw errors.NOT_FOUND({ data: { what: 'alarm', id } });
      if (resolved === 'condition-active') throw errors.CONDITION_ACTIVE();
      if (resolved === 'not-acknowledged') throw errors.NOT_ACKNOWLEDGED();
      return resolved;
    }),
  };
}
