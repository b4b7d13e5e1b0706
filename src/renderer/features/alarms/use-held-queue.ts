import { useMemo, useState } from 'react';
import type { Alarm } from '#contract/alarms.ts';
import { passes } from './filter/queue-filter.ts';
import type { QueueFilter } from './filter/queue-filter.ts';
import { compareAlarms, hasRisen, heldOrder, lastKnown } from './queue-order.ts';

interface Held {
  /** The filter under which the order was held; another filter begins anew. */
  readonly filterKey: string;
  readonly rows: readonly Alarm[];
  /** The queue that was looked at last, and the held rows as they were known then. */
  readonly alarms: readonly Alarm[];
  readonly known: readonly Alarm[];
}

/** The queue in the order shown. */
export interface HeldQueue {
  readonly rows: readonly Alarm[];
  /** The alarms as they were when the order was held, in their places; the rows themselves while it is not. */
  readonly places: readonly Alarm[];
  /** The alarms that wait below because the order is held. */
  readonly added: readonly Alarm[];
  /** The rows that became P1 or P2 meanwhile and kept their place. */
  readonly risen: ReadonlySet<string>;
}

const noRows: readonly Alarm[] = [];
const noIds: ReadonlySet<string> = new Set();

/** The filtered queue in its order, or in the order it had when `hold` became true. */
export function useHeldQueue(
  alarms: readonly Alarm[],
  wanted: QueueFilter,
  hold: boolean,
): HeldQueue {
  const filterKey = JSON.stringify(wanted);
  const filter = useMemo((): QueueFilter => JSON.parse(filterKey), [filterKey]);
  const [held, setHeld] = useState<Held | null>(null);
  const passing = useMemo(() => alarms.filter((alarm) => passes(alarm, filter)), [alarms, filter]);
  const ordered = useMemo(() => passing.toSorted(compareAlarms), [passing]);
  if (hold && held?.filterKey !== filterKey) {
    setHeld({ filterKey, rows: ordered, alarms, known: ordered });
  } else if (hold && held && held.alarms !== alarms) {
    setHeld({ ...held, alarms, known: lastKnown(held.known, alarms) });
  }
  if (!hold && held !== null) setHeld(null);
  return useMemo(() => {
    if (held === null || held.filterKey !== filterKey) {
      return { rows: ordered, places: ordered, added: noRows, risen: noIds };
    }
    return heldQueue(held, alarms, filter);
  }, [held, filterKey, ordered, alarms, filter]);
}

function heldQueue(
  { rows: places, known }: Held,
  alarms: readonly Alarm[],
  filter: QueueFilter,
): HeldQueue {
  // A held row stays although it no longer passes, such as one just acknowledged.
  const kept = new Set(places.map(({ id }) => id));
  const now = alarms.filter((alarm) => kept.has(alarm.id) || passes(alarm, filter));
  const rows = heldOrder(known, now);
  const risen = places.flatMap((place, at) => {
    const row = rows[at];
    return row && hasRisen(place, row) ? [row.id] : [];
  });
  return { rows, places, added: rows.slice(places.length), risen: new Set(risen) };
}
