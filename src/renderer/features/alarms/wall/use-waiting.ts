import { useQuery } from '@tanstack/react-query';
import { orpc } from '#lib/core.ts';
import type { MomentByPriority } from '../annunciation/annunciator.ts';

/** What a wall sounds for: P1 and P2; a room does not need to hear the rest. Null until it is known. */
export function useWaiting(): MomentByPriority | null {
  const { data } = useQuery(
    orpc.alarms.summary.queryOptions({ meta: { topics: ['alarms.alarms'] } }),
  );
  return data ? { ...data.newestUnacknowledgedAt, P3: null, P4: null } : null;
}
