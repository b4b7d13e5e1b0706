import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { retention } from '#platform/monitors/retention.ts';
import type { SyncDeliverer } from './sync-deliverer.ts';
import { forgetEvents, listUntold } from './sync-delivery.queries.ts';

/** Delivers to other applications what waits in the outbox. */
export const syncDelivery = (deliverer: SyncDeliverer): Monitor => ({
  name: 'shopfloor.sync-delivery',
  intervalMs: 2000,
  deadlineMs: 20_000,
  run: (run) => deliverer.tick(run),
});

/** Keeps the alarms of applications that were not told true. */
export const syncWatch = (alarms: AlarmRaiser): Monitor => ({
  name: 'shopfloor.sync-watch',
  intervalMs: 10_000,
  deadlineMs: 20_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const untold = (await listUntold(tx)).map(({ id, target_app: name, ...what }) => ({
        source: { type: 'application', id, name },
        message:
          `${name} was not told of ${what.failed} event(s). ${what.error_message ?? ''}`.trim(),
        details: { failed: what.failed },
      }));
      const { raised, cleared } = await alarms.reconcileIn(tx, 'sync_failed', untold);
      return { affected: raised + cleared };
    }),
});

/** Forgets events that were delivered or discarded long ago. */
export const syncRetention = retention('shopfloor.sync-retention', forgetEvents);
