import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { formatsFor } from '#lib/format.ts';
import { orpc } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { useTimeZone } from '#lib/preferences.ts';
import { useViewParams } from '#lib/use-view-params.ts';

/** Lengths that a report may have. Days. */
export const lengths = ['7', '30', '90'] as const;

/** One of {@link lengths}. */
export type Length = (typeof lengths)[number];

const DAY_MS = 86_400_000;

/** What the person chose to see, and the days that means in their zone. */
export function usePerformanceView() {
  const [view, change] = useViewParams('performance', ['tab', 'days', 'position']);
  const zone = useTimeZone();
  const now = useNow(60_000);
  const length: Length = lengths.find((one) => one === view.days) ?? '30';
  const to = formatsFor({ language: 'en', timeZone: zone }).dayKey(now);
  const days = useMemo(() => {
    const first = new Date(Date.parse(to) - (Number(length) - 1) * DAY_MS);
    return {
      from: first.toISOString().slice(0, 10),
      to,
      zone,
      ...(view.position !== undefined && { positionId: view.position }),
    };
  }, [length, to, zone, view.position]);
  // Cut to the hour, so that a question keeps its answer meanwhile.
  const until = Math.ceil(now / 3_600_000) * 3_600_000;
  const span = useMemo(
    () => ({
      from: new Date(until - Number(length) * DAY_MS).toISOString(),
      to: new Date(until).toISOString(),
      ...(view.position !== undefined && { positionId: view.position }),
    }),
    [until, length, view.position],
  );
  return { view, change, length, days, span };
}

/** Operator positions, to choose one. */
export function usePositions() {
  return useQuery(
    orpc.alarms.positions.list.queryOptions({ meta: { topics: ['alarms.positions'] } }),
  );
}
