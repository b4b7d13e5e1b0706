import { type ORPCError, safe } from '@orpc/client';

/** The failure of a call, which must not succeed. */
export async function failureOf(call: Promise<unknown>): Promise<ORPCError<string, unknown>> {
  const { error } = await safe(call);
  if (!error) throw new Error('The call succeeded, and should not have.');
  return error as unknown as ORPCError<string, unknown>;
}
