import { useMemo, useState } from 'react';
import type { Alarm } from '#contract/alarms.ts';
import { compareAlarms, heldOrder, passes } from './queue-order.ts';
import type { QueueFilter } from './queue-order.ts';

interface Held {
  /** The filter under which the order was held; another filter begins anew. */
  readonly filterKey: string;
  readonly rows: readonly Alarm[];
}

/** The queue in the order shown. */
export interface HeldQueue {
  readonly rows: readonly Alarm[];
  /** How many alarms wait below because the order is held. */
  readonly added: number;
}

/** The filtered queue in its order, or in the order it had when `hold` became true. */
export function useHeldQueue(
  alarms: readonly Alarm[],
  filter: QueueFilter,
  hold: boolean,
): HeldQueue {
  const { priority, state, search } = filter;
  const filterKey = JSON.stringify([priority, state, search]);
  const [held, setHeld] = useState<Held | null>(null);
  const passing = useMemo(
    () => alarms.filter((alarm) => passes(alarm, { priority, state, search })),
    [alarms, priority, state, search],
  );
  const ordered = useMemo(() => passing.toSorted(compareAlarms), [passing]);
  if (hold && held?.filterKey !== filterKey) setHeld({ filterKey, rows: ordered });
  if (!hold && held !== null) setHeld(null);
  return useMemo(() => {
    if (held === null || held.filterKey !== filterKey) return { rows: ordered, added: 0 };
    // A held row stays although it no longer passes, such as one just acknowledged.
    const places = new Set(held.rows.map(({ id }) => id));
    const now = alarms.filter(
      (alarm) => places.has(alarm.id) || passes(alarm, { priority, state, search }),
    );
    const rows = heldOrder(held.rows, now);
    return { rows, added: rows.length - held.rows.length };
  }, [held, filterKey, ordered, alarms, priority, state, search]);
}
