import { useQuery } from '@tanstack/react-query';
import type { Alarm } from '#contract/alarms.ts';
import { mostQueueRows } from '#contract/alarms/queue.ts';
import { client, orpc } from '#lib/core.ts';
import { type Live, useLiveRows } from '#lib/use-live-rows.ts';
import { askedOf, type QueueFilter } from './filter/queue-filter.ts';

/** The queue as the core sends it. */
export interface LiveQueue extends Live<Alarm> {
  /** Alarms in the whole queue, as far as that is known. */
  readonly total: number;
  /** It is longer than what is sent; then the core looks through all of it for what passes the filter. */
  readonly cut: boolean;
}

const idOf = ({ id }: Alarm): string => id;

function useQueueTotal(): number {
  const { data } = useQuery(
    orpc.alarms.summary.queryOptions({ meta: { topics: ['alarms.alarms', 'alarms.floods'] } }),
  );
  return Object.values(data?.open ?? {}).reduce((sum, count) => sum + count, 0);
}

/** Follows the queue: all of it, or where it is too long the most urgent of what passes the filter. */
export function useLiveQueue(filter: QueueFilter): LiveQueue {
  const total = useQueueTotal();
  const cut = total > mostQueueRows;
  const asked = JSON.stringify(cut ? askedOf(filter) : {});
  const live = useLiveRows(
    (signal) =>
      client.alarms.live(asked === '{}' ? undefined : { filter: JSON.parse(asked) }, { signal }),
    idOf,
    asked,
  );
  return { ...live, total, cut };
}
