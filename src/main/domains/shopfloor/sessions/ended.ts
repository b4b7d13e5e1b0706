import type { Permission } from '#contract/permissions.ts';
import type { EndOutcome } from './sessions.service.ts';

/** The contract's error for what is not there, as a handler is given it. */
export interface NotFoundError {
  NOT_FOUND(options: { data: { what: string; id: string } }): Error;
}

/** The contract's errors for a session that was not ended, as a handler is given them. */
export interface NotEndedErrors extends NotFoundError {
  FORBIDDEN(options: { data: { permission: string } }): Error;
  SESSION_ENDED(options: {
    data: { endedBy: 'user' | 'timeout' | 'admin' | 'estop'; endTime: string };
  }): Error;
}

/** The contract's error for why nothing was done to a session. */
export function whyNot(
  outcome: Exclude<EndOutcome, { kind: 'ended' }>,
  errors: NotEndedErrors,
  id: string,
  permission: Permission,
): Error {
  switch (outcome.kind) {
    case 'not-found':
      return errors.NOT_FOUND({ data: { what: 'session', id } });
    case 'not-allowed':
      return errors.FORBIDDEN({ data: { permission } });
    case 'already-ended': {
      const { endedBy, endTime } = outcome;
      return errors.SESSION_ENDED({ data: { endedBy, endTime } });
    }
  }
}

/** The session that was ended, or the contract's error for why it was not. */
export function endedOr(outcome: EndOutcome, errors: NotEndedErrors, id: string) {
  if (outcome.kind === 'ended') return outcome.session;
  throw whyNot(outcome, errors, id, 'session:end');
}
