import type { Database } from '#platform/database/database.ts';
import { procedures, tokenProcedures } from '#platform/rpc/procedures.ts';
import { unwrap } from '../unwrap.ts';
import { countEvents, findEvent, listEvents } from './sync-events.queries.ts';
import { listTargets } from './sync-targets.queries.ts';
import type { SyncService } from './sync.service.ts';

function targetHandlers(database: Database, service: SyncService) {
  const { targets } = procedures.shopfloor.sync;
  return {
    list: targets.list.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listTargets(tx, input), { signal }),
    ),
    create: targets.create.handler(async ({ input, context, errors }) => {
      const { saved, secret } = await service.create(context, input);
      return { target: unwrap(saved, errors, 'application', ''), secret };
    }),
    update: targets.update.handler(async ({ input, context, errors }) => {
      const { id, version, ...fields } = input;
      const saved = await service.update(context, id, version, fields);
      return unwrap(saved, errors, 'application', id);
    }),
    renewSecret: targets.renewSecret.handler(async ({ input, context, errors }) => {
      const { saved, secret } = await service.renewSecret(context, input.id, input.version);
      return { target: unwrap(saved, errors, 'application', input.id), secret };
    }),
    test: targets.test.handler(async ({ input, context, errors, signal }) => {
      const leaving = signal ?? context.connection.closed;
      const outcome = await service.test(context, input.id, leaving);
      if (!outcome) throw errors.NOT_FOUND({ data: { what: 'application', id: input.id } });
      return outcome;
    }),
  };
}

/** Answers `shopfloor.sync`. */
export function syncHandlers(database: Database, service: SyncService) {
  const { events } = procedures.shopfloor.sync;
  return {
    targets: targetHandlers(database, service),
    events: {
      list: events.list.handler(({ input, context, signal }) =>
        database.asUser(context.actor, (tx) => listEvents(tx, input, input), { signal }),
      ),
      get: events.get.handler(async ({ input, context, errors, signal }) => {
        const found = await database.asUser(context.actor, (tx) => findEvent(tx, input.id), {
          signal,
        });
        if (!found) throw errors.NOT_FOUND({ data: { what: 'event', id: input.id } });
        return found;
      }),
      counts: events.counts.handler(({ context, signal }) =>
        database.asUser(context.actor, countEvents, { signal }),
      ),
      retry: events.retry.handler(async ({ input, context }) => ({
        count: await service.retry(context, input),
      })),
      discard: events.discard.handler(async ({ input, context }) => ({
        count: await service.discard(context, input.ids, input.reason),
      })),
    },
    tell: tokenProcedures.shopfloor.sync.tell.handler(async ({ input, context }) => {
      const { key, type, resource, payload } = input;
      const what = { resourceType: resource.type, resourceId: resource.id };
      const { id, isNew } = await service.tell(context.holder, { key, type, ...what, payload });
      return { id, result: isNew ? ('kept' as const) : ('repeated' as const) };
    }),
  };
}
