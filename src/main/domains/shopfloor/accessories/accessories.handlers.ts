import type { Changes } from '#platform/changes/changes.ts';
import { liveRows } from '#platform/changes/live-rows.ts';
import type { Database } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { keysByTopic } from '../structure/touched.ts';
import { unwrap } from '../unwrap.ts';
import {
  accessoriesTouched,
  listAccessories,
  listAccessoryChanges,
} from './accessories.queries.ts';
import type { AccessoryService } from './accessories.service.ts';

const topics = ['shopfloor.accessory_io', 'shopfloor.nodes', 'shopfloor.estop_events'];

/** Answers `shopfloor.accessories`. */
export function accessoryHandlers(database: Database, changes: Changes, service: AccessoryService) {
  const { accessories } = procedures.shopfloor;
  return {
    live: accessories.live.handler(({ context, signal }) =>
      liveRows({
        changes,
        topics,
        load: (ids) => database.asUser(context.actor, (tx) => listAccessories(tx, ids)),
        rowsOf: async (batch) => {
          const keys = keysByTopic(batch);
          if (!keys) return null;
          const own = batch.flatMap(({ topic, ids }) =>
            topic === 'shopfloor.accessory_io' ? (ids ?? []) : [],
          );
          const touched = await database.asUser(context.actor, (tx) =>
            accessoriesTouched(tx, keys.nodes, keys.estops),
          );
          return [...new Set([...own, ...touched])];
        },
        key: (accessory) => accessory.id,
        signal: signal ?? context.connection.closed,
      }),
    ),
    history: accessories.history.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listAccessoryChanges(tx, input, input), { signal }),
    ),
    create: accessories.create.handler(async ({ input, context, errors }) =>
      unwrap(await service.editor.create(context, input), errors, 'accessory', ''),
    ),
    update: accessories.update.handler(async ({ input, context, errors }) => {
      const { id, version, ...fields } = input;
      const saved = await service.editor.update(context, id, version, fields);
      return unwrap(saved, errors, 'accessory', id);
    }),
    test: accessories.test.handler(async ({ input, context, errors }) => {
      const { id, ...test } = input;
      const outcome = await service.test(context, id, test);
      if (outcome.kind !== 'not-possible') return unwrap(outcome, errors, 'accessory', id);
      throw errors.TEST_NOT_POSSIBLE({ data: { reason: outcome.reason } });
    }),
    endTest: accessories.endTest.handler(async ({ input, context, errors }) => {
      const outcome = await service.endTest(context, input.id);
      if (outcome.kind === 'not-possible') throw new Error('Ending a test is always possible.');
      return unwrap(outcome, errors, 'accessory', input.id);
    }),
  };
}
