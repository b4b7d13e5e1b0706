import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import type { StandingFlood } from '#contract/alarms/queue.ts';
import { orpc } from '#lib/core.ts';
import { useShortcut } from '#lib/shortcuts.ts';
import type { HeldQueue } from '../use-held-queue.ts';
import { floodRows, groupKey } from './flood-groups.ts';
import type { Fold } from './flood-groups.ts';

/** The queue as it shows in a flood, and otherwise as it is. */
export interface FloodMode {
  readonly rows: readonly Alarm[];
  readonly folds: ReadonlyMap<string, Fold>;
  readonly floods: readonly StandingFlood[];
  readonly grouped: boolean;
  /** Groups, or shows every alarm, until this flood is over. */
  readonly toggle: () => void;
  /** Folds or unfolds the group of a row; answers false where the row stands for none. */
  readonly toggleFold: (id: string) => boolean;
  /** Every alarm in the order in which it shows once its group is unfolded. */
  readonly everyRow: readonly Alarm[];
  /** Unfolds the group of an alarm, so that it shows. */
  readonly reveal: (alarm: Alarm) => void;
}

const noFloods: readonly StandingFlood[] = [];
const noFolds: ReadonlyMap<string, Fold> = new Map();

/** Groups the queue by itself while alarms flood. A held order is never regrouped but by the person. */
export function useFloodMode(queue: HeldQueue, hold: boolean): FloodMode {
  const { rows, places, added } = queue;
  const { data } = useQuery(
    orpc.alarms.summary.queryOptions({ meta: { topics: ['alarms.alarms', 'alarms.floods'] } }),
  );
  const floods = data?.floods ?? noFloods;
  const { grouped, toggle } = useGrouping(floods.length > 0, hold);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => {
    if (!grouped) return { rows, folds: noFolds, everyRow: rows };
    // Grouped as it was when the order was held: what becomes urgent meanwhile stays in its place.
    const current = new Map(rows.map((row) => [row.id, row]));
    const inPlaces = (keys: ReadonlySet<string>) => {
      const grouping = floodRows(places, keys);
      return { ...grouping, rows: grouping.rows.map((row) => current.get(row.id) ?? row) };
    };
    const inGroups = inPlaces(unfolded);
    return {
      folds: inGroups.folds,
      // What came while the order is held waits below, outside its group.
      rows: [...inGroups.rows, ...added],
      everyRow: [...inPlaces(new Set(places.map(groupKey))).rows, ...added],
    };
  }, [grouped, rows, places, added, unfolded]);
  const { folds } = shown;
  const toggleFold = useCallback(
    (id: string): boolean => {
      const fold = folds.get(id);
      if (fold) setUnfolded((before) => toggled(before, fold.key));
      return fold !== undefined;
    },
    [folds],
  );
  const reveal = (alarm: Alarm): void => {
    const place = places.find(({ id }) => id === alarm.id);
    if (place) setUnfolded((before) => new Set(before).add(groupKey(place)));
  };
  return { ...shown, floods, grouped, toggle, toggleFold, reveal };
}

function useGrouping(flooding: boolean, hold: boolean) {
  const { t } = useTranslation('alarms');
  const [grouped, setGrouped] = useState(flooding);
  const [followed, setFollowed] = useState(flooding);
  if (flooding !== followed && !hold) {
    setFollowed(flooding);
    setGrouped(flooding);
  }
  const toggle = (): void => setGrouped(!grouped);
  useShortcut(
    'G',
    t(($) => (grouped ? $.flood.every : $.flood.group)),
    toggle,
    { enabled: flooding || grouped },
  );
  return { grouped, toggle };
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}
