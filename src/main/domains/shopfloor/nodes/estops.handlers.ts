import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { originOf } from '../origin.ts';
import { acknowledgeStop, listStandingStops, seesStop } from './estops.queries.ts';

/** Answers `shopfloor.estops`. */
export function estopHandlers(database: Database, audit: AuditService) {
  const { estops } = procedures.shopfloor;
  return {
    standing: estops.standing.handler(({ context, signal }) =>
      database.asUser(context.actor, listStandingStops, { signal }),
    ),
    acknowledge: estops.acknowledge.handler(async ({ input, context, errors }) => {
      const { userId, username } = context.actor;
      const seen = await database.asUser(context.actor, (tx) => seesStop(tx, input.id));
      if (!seen) throw errors.NOT_FOUND({ data: { what: 'emergency stop', id: input.id } });
      await database.asSystem('shopfloor.acknowledge-stop', async (tx) => {
        if (!(await acknowledgeStop(tx, input.id, userId))) return;
        await audit.record(tx, {
          userId,
          username,
          action: 'emergency-stop.acknowledge',
          targetType: 'estop_event',
          targetId: input.id,
          origin: originOf(context.connection),
        });
      });
      return {};
    }),
  };
}
