import { codeOf, sqlState } from './sqlstate.ts';

const violationCodes: ReadonlySet<string> = new Set([
  sqlState.notNullViolation,
  sqlState.foreignKeyViolation,
  sqlState.uniqueViolation,
  sqlState.checkViolation,
  sqlState.exclusionViolation,
]);

/**
 * Name of the constraint or unique index that refused a statement, or `null` when the error is
 * something else. Names are unique within the program by convention: `<table>_<what>`.
 */
export function violatedConstraint(error: unknown): string | null {
  if (!violationCodes.has(codeOf(error))) return null;
  return (error as { constraint?: string }).constraint ?? null;
}

/** Whether `error` says that the named constraint or unique index refused the statement. */
export function violates(error: unknown, constraint: string): boolean {
  return violatedConstraint(error) === constraint;
}

/** Whether `error` is a unique or exclusion violation, of whichever constraint. */
export function isDuplicate(error: unknown): boolean {
  const code = codeOf(error);
  return code === sqlState.uniqueViolation || code === sqlState.exclusionViolation;
}

const conflictCodes: ReadonlySet<string> = new Set([
  sqlState.serializationFailure,
  sqlState.deadlock,
  sqlState.lockNotAvailable,
]);

/** Whether other transactions were in the way of this one: running it again may succeed. */
export function isRetryable(error: unknown): boolean {
  return conflictCodes.has(codeOf(error));
}
