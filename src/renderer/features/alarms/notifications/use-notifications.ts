import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { orpc } from '#lib/core.ts';
import { useGivenRows } from '#ui/data-table/row-source.ts';

/** All ways out, by name. */
export const useChannels = () =>
  useQuery(
    orpc.alarms.notifications.channels.queryOptions({ meta: { topics: ['alarms.channels'] } }),
  );

/** All routes, by name. */
export const useRoutes = () =>
  useQuery(orpc.alarms.notifications.routes.queryOptions({ meta: { topics: ['alarms.routes'] } }));

/** What a query answered, as the rows of a table. */
export function useAnsweredRows<Row>({
  data,
  error,
  refetch,
}: {
  readonly data: readonly Row[] | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}) {
  const failed = useMemo(() => ({ error, retry: () => void refetch() }), [error, refetch]);
  return useGivenRows(data, failed);
}
