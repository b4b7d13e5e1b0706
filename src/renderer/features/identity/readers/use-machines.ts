import { useQuery } from '@tanstack/react-query';
import { client } from '#lib/core.ts';
import { everyPage } from '#lib/every-page.ts';
import { useCan } from '#lib/session.ts';
import type { Option } from '#ui/option.tsx';

/** The machines that the person may see, to choose from. */
export function useMachineOptions(): readonly Option[] {
  const { data } = useQuery({
    queryKey: ['identity', 'machines'],
    queryFn: ({ signal }) =>
      everyPage((cursor) => client.shopfloor.machines.list({ cursor, limit: 500 }, { signal })),
    enabled: useCan('machine:read'),
    meta: { topics: ['shopfloor.machines'] },
  });
  return (data ?? []).map(({ id, machineId, name }) => ({
    value: id,
    label: `${machineId} ${name}`,
  }));
}
