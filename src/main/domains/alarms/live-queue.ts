import type { Alarm } from '#contract/alarms.ts';
import { mostQueueRows } from '#contract/alarms/queue.ts';
import { type LiveRows, liveRows } from '#platform/changes/live-rows.ts';
import type { Change } from '#platform/changes/changes.ts';
import type { Viewer } from '#platform/database/database.ts';
import type { Platform } from '#platform/platform.ts';
import { alarmForDisplay, alarmOf } from './alarm-of.ts';
import { type AlarmRow, listedAlarms, type QueueScope } from './alarms.queries.ts';
import { queueWindow } from './queue-window.ts';

/** Changes are read at most once in so long, little more than a frame of a screen. Milliseconds. */
const GATHER_MS = 20;

/**
 * The top `most` of the queue, then what changes of it: an alarm that comes in above takes the place
 * of the lowest, and one that comes in below is not sent. Where many left, it begins afresh. What was
 * sent is told of until it leaves the queue, even where it does not pass the filter any more.
 */
export function liveQueue(
  { database, changes, clock }: Pick<Platform, 'database' | 'changes' | 'clock'>,
  viewer: Viewer,
  scope: QueueScope,
  { signal, most = mostQueueRows }: { readonly signal: AbortSignal; readonly most?: number },
): AsyncGenerator<LiveRows<Alarm>> {
  const window = queueWindow(most);
  const unfiltered = { ...scope, filter: undefined };
  const isDisplay = 'displayId' in viewer;
  // By what passes a filter a display could learn what is left out of its alarms.
  const wanted = isDisplay ? unfiltered : scope;
  const shown = (row: AlarmRow): Alarm =>
    isDisplay ? alarmForDisplay(alarmOf(row)) : alarmOf(row);

  const read = (of: QueueScope, ids: readonly string[] | null): Promise<Alarm[]> =>
    ids?.length === 0
      ? Promise.resolve([])
      : database.asViewer(
          viewer,
          async (tx) => (await listedAlarms(tx, of, ids, most)).map(shown),
          { signal, keepPlans: ids !== null },
        );

  async function readChanged(ids: readonly string[]): Promise<Alarm[]> {
    if (!wanted.filter) return read(wanted, ids);
    const { known = [], fresh = [] } = Object.groupBy(ids, (id) =>
      window.has(id) ? 'known' : 'fresh',
    );
    return [...(await read(unfiltered, known)), ...(await read(wanted, fresh))];
  }

  return liveRows({
    changes,
    topics: ['alarms.alarms'],
    key: ({ id }) => id,
    signal,
    pause: { clock, ms: GATHER_MS },
    rowsOf: (batch: readonly Change[]) => {
      const afresh = window.isThin() || batch.some(({ ids }) => ids === null);
      const changed = batch.flatMap(({ ids }) => ids ?? []);
      return Promise.resolve(afresh ? null : [...new Set([...changed, ...window.overflow()])]);
    },
    load: async (ids) => {
      if (ids !== null) return window.take(await readChanged(ids), ids);
      return window.begin(await read(wanted, null), await read(unfiltered, window.sunk()));
    },
  });
}
