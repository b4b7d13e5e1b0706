import type { SaveErrors } from '../unwrap.ts';
import type { CheckOutcome } from './machine-checks.service.ts';

/** The machine that was judged, or the contract's error for why it was not. */
export function checkedOr(
  outcome: Exclude<CheckOutcome, { kind: 'not-due' }>,
  errors: Pick<SaveErrors, 'NOT_FOUND' | 'FORBIDDEN'>,
  id: string,
) {
  if (outcome.kind === 'saved') return outcome.machine;
  if (outcome.kind === 'not-found') throw errors.NOT_FOUND({ data: { what: 'machine', id } });
  throw errors.FORBIDDEN({ data: { permission: 'machine:operate' } });
}
