import { useQuery } from '@tanstack/react-query';
import { orpc } from '#lib/core.ts';

/** A silent node changes no row, so it is looked for now and then. Milliseconds. */
const LOOK_EVERY_MS = 10_000;

/** The stop circuits that the person may see, as they are now. */
export const useCircuits = () =>
  useQuery(
    orpc.shopfloor.estops.circuits.queryOptions({
      refetchInterval: LOOK_EVERY_MS,
      meta: {
        topics: ['shopfloor.estop_events', 'shopfloor.estop_drills', 'shopfloor.zones'],
      },
    }),
  );
