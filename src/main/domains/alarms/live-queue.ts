import type { Alarm } from '#contract/alarms.ts';
import { mostQueueRows } from '#contract/alarms/queue.ts';
import { type LiveRows, liveRows } from '#platform/changes/live-rows.ts';
import type { Change } from '#platform/changes/changes.ts';
import type { Viewer } from '#platform/database/database.ts';
import type { Platform } from '#platform/platform.ts';
import { alarmForDisplay, alarmOf } from './alarm-of.ts';
import { listedAlarms, type QueueScope } from './alarms.queries.ts';

/** Changes are gathered for so long before they are read. Milliseconds. */
const GATHER_MS = 50;

/**
 * The top of the queue, then what changes of it. While there is more than fits, rows that left make
 * room for others, so the stream loads afresh once as many as half of it have changed.
 */
export function liveQueue(
  { database, changes, clock }: Pick<Platform, 'database' | 'changes' | 'clock'>,
  viewer: Viewer,
  scope: QueueScope,
  signal: AbortSignal,
): AsyncGenerator<LiveRows<Alarm>> {
  let full = false;
  let changed = 0;
  return liveRows({
    changes,
    topics: ['alarms.alarms'],
    key: ({ id }) => id,
    signal,
    pause: { clock, ms: GATHER_MS },
    rowsOf: (batch: readonly Change[]) => {
      const ids = batch.some((change) => change.ids === null)
        ? null
        : [...new Set(batch.flatMap((change) => change.ids ?? []))];
      changed += ids?.length ?? 0;
      return Promise.resolve(full && changed > mostQueueRows / 2 ? null : ids);
    },
    load: async (ids) => {
      const rows = await database.asViewer(
        viewer,
        (tx) => listedAlarms(tx, scope, ids, mostQueueRows),
        {
          signal,
        },
      );
      if (ids === null) {
        full = rows.length === mostQueueRows;
        changed = 0;
      }
      const alarms = rows.map(alarmOf);
      return 'displayId' in viewer ? alarms.map(alarmForDisplay) : alarms;
    },
  });
}
