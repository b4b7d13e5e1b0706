import { skipToken, useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Area } from '#contract/shopfloor/areas.ts';
import type { Machine } from '#contract/shopfloor/machines.ts';
import type { ShopNode } from '#contract/shopfloor/nodes.ts';
import type { Zone } from '#contract/shopfloor/zones.ts';
import { client } from '#lib/core.ts';
import { everyPage } from '#lib/every-page.ts';
import { useCan } from '#lib/session.ts';

const limit = 500;

/** A query of one whole list that follows changes of its tables. */
function useWhole<Row>(
  key: string,
  topics: readonly string[],
  load: (
    cursor: string | undefined,
    signal: AbortSignal,
  ) => Promise<{
    readonly rows: Row[];
    readonly nextCursor: string | null;
  }>,
  allowed = true,
): UseQueryResult<Row[]> {
  return useQuery({
    queryKey: ['shopfloor', 'whole', key],
    queryFn: allowed ? ({ signal }) => everyPage((cursor) => load(cursor, signal)) : skipToken,
    meta: { topics },
  });
}

/** All areas that the person may see, by name. */
export const useAreas = (): UseQueryResult<Area[]> =>
  useWhole(
    'areas',
    ['shopfloor.areas', 'shopfloor.zones', 'shopfloor.machines'],
    (cursor, signal) => client.shopfloor.areas.list({ cursor, limit }, { signal }),
  );

/** All zones that the person may see, by name. */
export const useZones = (): UseQueryResult<Zone[]> =>
  useWhole(
    'zones',
    ['shopfloor.areas', 'shopfloor.zones', 'shopfloor.machines'],
    (cursor, signal) => client.shopfloor.zones.list({ cursor, limit }, { signal }),
  );

/** All machines that the person may see, by business code. */
export const useMachines = (): UseQueryResult<Machine[]> =>
  useWhole(
    'machines',
    ['shopfloor.machines', 'shopfloor.zones', 'shopfloor.areas', 'shopfloor.nodes'],
    (cursor, signal) => client.shopfloor.machines.list({ cursor, limit }, { signal }),
  );

/** All nodes, where the person may see nodes; without an answer where not. */
export function useNodes(): UseQueryResult<ShopNode[]> {
  return useWhole(
    'nodes',
    ['shopfloor.nodes', 'shopfloor.machines', 'shopfloor.zones'],
    (cursor, signal) => client.shopfloor.nodes.list({ cursor, limit }, { signal }),
    useCan('node:read'),
  );
}
