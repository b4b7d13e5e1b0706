import { useQuery } from '@tanstack/react-query';
import { client, orpc } from '#lib/core.ts';
import { everyPage } from '#lib/every-page.ts';
import { useCan } from '#lib/session.ts';

/** An area as filters and tiles name it. */
export interface NamedArea {
  readonly id: string;
  readonly name: string;
}

const none: readonly NamedArea[] = [];

/** The areas that the person may see, by name; none for those who may see no machines. */
export function useAreaNames(): readonly NamedArea[] {
  const { data } = useQuery({
    queryKey: [...orpc.shopfloor.areas.list.key(), 'names'],
    queryFn: () =>
      everyPage((cursor) => client.shopfloor.areas.list({ cursor, limit: 200, active: true })),
    enabled: useCan('machine:read'),
    meta: { topics: ['shopfloor.areas'] },
  });
  return data ?? none;
}
