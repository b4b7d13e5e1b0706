import { useQuery } from '@tanstack/react-query';
import { client, orpc } from '#lib/core.ts';
import { everyPage } from '#lib/every-page.ts';
import { useCan } from '#lib/session.ts';
import type { Option } from '#ui/option.tsx';

/** The areas in use that the person may see, to choose from. */
export function useAreaOptions(): readonly Option[] {
  const { data } = useQuery({
    queryKey: ['identity', 'areas'],
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        client.shopfloor.areas.list({ cursor, limit: 200, active: true }, { signal }),
      ),
    enabled: useCan('machine:read'),
    meta: { topics: ['shopfloor.areas'] },
  });
  return (data ?? []).map(({ id, name }) => ({ value: id, label: name }));
}

/** The operator positions, to choose from. */
export function usePositionOptions(): readonly Option[] {
  const { data } = useQuery(
    orpc.alarms.positions.list.queryOptions({
      enabled: useCan('alarm:read'),
      meta: { topics: ['alarms.positions'] },
    }),
  );
  return (data ?? []).map(({ id, name }) => ({ value: id, label: name }));
}
