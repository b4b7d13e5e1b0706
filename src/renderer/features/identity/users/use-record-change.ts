import { useQueryClient } from '@tanstack/react-query';
import { client, isCoreError, orpc } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';

/**
 * Runs something that changes an account, with a proof where the core wants one, and reads the
 * record anew afterwards; also after a conflict, so that the next try has the version that stands.
 */
export function useRecordChange(
  id: string,
): <Answer>(call: (users: typeof client.identity.users) => Promise<Answer>) => Promise<Answer> {
  const queries = useQueryClient();
  const reread = (): Promise<void> =>
    queries.invalidateQueries({ queryKey: orpc.identity.users.get.queryKey({ input: { id } }) });
  return async (call) => {
    try {
      const answer = await withProof(() => call(client.identity.users));
      void reread();
      return answer;
    } catch (error) {
      if (isCoreError(error) && error.code === 'CONFLICT') await reread();
      throw error;
    }
  };
}
