import type { Database } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { unwrap } from '../unwrap.ts';
import { listCircuits } from './circuits.queries.ts';
import { listPresences, listStandingStops, listStops } from './estop-lists.queries.ts';
import type { EstopService } from './estops.service.ts';
import type { StopRequests } from './stop-requests.service.ts';

/** Answers `shopfloor.estops`. */
export function estopHandlers(database: Database, service: EstopService, requests: StopRequests) {
  const { estops } = procedures.shopfloor;
  const what = 'emergency stop';
  return {
    standing: estops.standing.handler(({ context, signal }) =>
      database.asUser(context.actor, listStandingStops, { signal }),
    ),
    circuits: estops.circuits.handler(({ context, signal }) =>
      database.asUser(context.actor, listCircuits, { signal }),
    ),
    history: estops.history.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listStops(tx, input, input), { signal }),
    ),
    presences: estops.presences.handler(async ({ input, context, signal }) => {
      const { actor } = context;
      const found = await database.asUser(actor, (tx) => listPresences(tx, input.id), { signal });
      // A badge is an identifier, never a proof: it shows who was there, not how to reach them at home.
      return actor.level === 'badge' ? found.map((one) => ({ ...one, phone: null })) : found;
    }),
    acknowledge: estops.acknowledge.handler(async ({ input, context, errors }) => {
      const { id, note } = input;
      if (!(await service.acknowledge(context, id, note))) {
        throw errors.NOT_FOUND({ data: { what, id } });
      }
      return {};
    }),
    describe: estops.describe.handler(async ({ input, context, errors }) => {
      const { id, version, ...words } = input;
      return unwrap(await service.describe(context, id, version, words), errors, 'stop', id);
    }),
    declareReal: estops.declareReal.handler(async ({ input, context, errors }) => {
      if (await service.declareReal(context, input.id)) return {};
      throw errors.NOT_FOUND({ data: { what, id: input.id } });
    }),
    requestStop: estops.requestStop.handler(async ({ input, context, errors }) => {
      const { target, reason } = input;
      const outcome = await requests(context, target, reason);
      switch (outcome.kind) {
        case 'not-found':
          throw errors.NOT_FOUND({ data: target });
        case 'not-allowed':
          throw errors.FORBIDDEN({ data: { permission: 'session:end' } });
        case 'stopped':
          return {
            stopped: outcome.sessions.map((session) => ({
              machineId: session.machine_id,
              name: session.name,
              fullName: session.full_name,
            })),
          };
      }
    }),
  };
}
