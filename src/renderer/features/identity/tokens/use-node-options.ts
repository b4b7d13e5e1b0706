import { useQuery } from '@tanstack/react-query';
import { client } from '#lib/core.ts';
import { everyPage } from '#lib/every-page.ts';
import { useCan } from '#lib/session.ts';
import type { Option } from '#ui/option.tsx';

/** All nodes that the person may see, to choose from; none without the right to see nodes. */
export function useNodeOptions(): Option[] {
  const { data } = useQuery({
    queryKey: ['identity', 'nodes'],
    queryFn: ({ signal }) =>
      everyPage((cursor) => client.shopfloor.nodes.list({ cursor, limit: 500 }, { signal })),
    enabled: useCan('node:read'),
    meta: { topics: ['shopfloor.nodes'] },
  });
  return (data ?? []).map(({ id, nodeId, name }) => ({ value: id, label: `${nodeId} ${name}` }));
}
