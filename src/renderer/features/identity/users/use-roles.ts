import { skipToken, useQuery } from '@tanstack/react-query';
import type { RoleRow } from '#contract/identity/roles.ts';
import { orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';

/** All roles, where the person may see them; none where not. */
export function useRoles(): readonly RoleRow[] {
  const may = useCan('role:read');
  const { data } = useQuery(
    orpc.identity.roles.list.queryOptions({
      input: may ? undefined : skipToken,
      meta: { topics: ['identity.roles', 'identity.users'] },
    }),
  );
  return data ?? [];
}
