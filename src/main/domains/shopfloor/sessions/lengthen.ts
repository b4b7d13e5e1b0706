import type { Tx } from '#platform/database/database.ts';
import { type SessionRefusal, transition } from './session-machine.ts';
import type { Attempt, SessionRules } from './session-rules.ts';
import { readSessionFacts } from './session-state.queries.ts';

/** What became of lengthening a session. */
export type Lengthened =
  | { readonly kind: 'extended' }
  | { readonly kind: 'refused'; readonly refusal: SessionRefusal };

/** Lengthens a person's own session, whose machine is locked, where its rules allow that. */
export async function lengthen(
  tx: Tx,
  rules: SessionRules,
  attempt: Attempt & { readonly userId: string },
  sessionId: string,
): Promise<Lengthened> {
  const facts = await readSessionFacts(tx, { sessionId });
  if (!facts) return { kind: 'refused', refusal: { reason: 'ended' } };
  const { state, policy, now: at } = facts;
  const result = transition(state, policy, { kind: 'extend', at, userId: attempt.userId });
  if (result.kind === 'refused') return result;
  await rules.extend(tx, attempt, sessionId, result.state.extendedUntil ?? at);
  return { kind: 'extended' };
}
