import { useQueryClient } from '@tanstack/react-query';
import type { client } from '#lib/core.ts';
import { orpc } from '#lib/core.ts';

/** How one's own account can prove who it is. */
export type AccountSecurity = Awaited<ReturnType<typeof client.identity.account.security>>;

/** Reads the state of one's own account anew. */
export function useRereadAccount(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: orpc.identity.account.security.key() });
}
