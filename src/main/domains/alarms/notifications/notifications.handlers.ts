import { isDuplicate, violates } from '#platform/database/constraints.ts';
import type { Platform } from '#platform/platform.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { operatorOf } from '../operator-of.ts';
import type { SettingSaved } from '../settings.ts';
import { listChannels, listRoutes } from './channels.queries.ts';
import { listDeliveries, retryDeliveries } from './deliveries.queries.ts';
import type { NotificationsService } from './notifications.service.ts';

/** The contract's errors that saving and removing may end in. */
interface NotificationErrors {
  NOT_FOUND(options: { data: { what: string; id: string } }): Error;
  CONFLICT(options: { data: { what: string; id: string; version: number } }): Error;
  DUPLICATE(options: { data: { field: string } }): Error;
  SECRET_NEEDED?(): Error;
  IN_USE?(): Error;
}

/** Runs a change and says in the contract's words what the tables refuse. */
async function refusing<T>(errors: NotificationErrors, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDuplicate(error)) throw errors.DUPLICATE({ data: { field: 'name' } });
    if (violates(error, 'channels_webhook') && errors.SECRET_NEEDED) throw errors.SECRET_NEEDED();
    if (violates(error, 'routes_channel_id_fkey')) {
      throw errors.IN_USE?.() ?? errors.NOT_FOUND({ data: { what: 'channel', id: '' } });
    }
    throw error;
  }
}

function rowOf<Row>(
  saved: SettingSaved<Row>,
  errors: NotificationErrors,
  what: string,
  id: string,
): Row {
  if (saved.kind === 'saved') return saved.row;
  if (saved.kind === 'not-found') throw errors.NOT_FOUND({ data: { what, id } });
  throw errors.CONFLICT({ data: { what, id, version: saved.version } });
}

/** Answers `alarms.notifications`. */
export function notificationsHandlers(
  service: NotificationsService,
  { database }: Pick<Platform, 'database'>,
) {
  const own = procedures.alarms.notifications;
  return {
    channels: own.channels.handler(({ context }) => database.asUser(context.actor, listChannels)),
    createChannel: own.createChannel.handler(({ input, context, errors }) =>
      refusing(errors, () => service.createChannel(operatorOf(context), input)),
    ),
    updateChannel: own.updateChannel.handler(({ input: { fields, ...given }, context, errors }) =>
      refusing(errors, async () =>
        rowOf(
          await service.updateChannel(operatorOf(context), given, fields),
          errors,
          'channel',
          given.id,
        ),
      ),
    ),
    removeChannel: own.removeChannel.handler(({ input, context, errors }) =>
      refusing(errors, async () => {
        const removed = await service.removeChannel(operatorOf(context), input);
        if (!removed) throw errors.NOT_FOUND({ data: { what: 'channel', id: input.id } });
        return {};
      }),
    ),
    testChannel: own.testChannel.handler(async ({ input: { id, to }, context, errors }) => {
      const error = await service.test(operatorOf(context), id, to);
      if (error === undefined) throw errors.NOT_FOUND({ data: { what: 'channel', id } });
      return { error };
    }),
    routes: own.routes.handler(({ context }) => database.asUser(context.actor, listRoutes)),
    createRoute: own.createRoute.handler(({ input, context, errors }) =>
      refusing(errors, () => service.createRoute(operatorOf(context), input)),
    ),
    updateRoute: own.updateRoute.handler(({ input: { fields, ...given }, context, errors }) =>
      refusing(errors, async () =>
        rowOf(
          await service.updateRoute(operatorOf(context), given, fields),
          errors,
          'route',
          given.id,
        ),
      ),
    ),
    removeRoute: own.removeRoute.handler(async ({ input, context, errors }) => {
      const removed = await service.removeRoute(operatorOf(context), input);
      if (!removed) throw errors.NOT_FOUND({ data: { what: 'route', id: input.id } });
      return {};
    }),
    deliveries: own.deliveries.handler(({ input: { status, ...page }, context }) =>
      database.asUser(context.actor, (tx) => listDeliveries(tx, status, page)),
    ),
    retry: own.retry.handler(async ({ input, context }) => ({
      retried: await database.asUser(context.actor, (tx) => retryDeliveries(tx, input.ids)),
    })),
  };
}
