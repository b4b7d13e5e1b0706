import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { SyncTarget } from '#contract/shopfloor/sync.ts';
import { client } from '#lib/core.ts';
import { everyPage } from '#lib/every-page.ts';

/** All other applications, by name. */
export const useTargets = (): UseQueryResult<SyncTarget[]> =>
  useQuery({
    queryKey: ['shopfloor', 'whole', 'applications'],
    queryFn: ({ signal }) =>
      everyPage((cursor) => client.shopfloor.sync.targets.list({ cursor, limit: 500 }, { signal })),
    meta: { topics: ['shopfloor.sync_targets', 'shopfloor.sync_events'] },
  });
