import { describe, expect, it } from 'vitest';
import { retryConflicts } from './retry-conflicts.ts';
import { sqlState } from './sqlstate.ts';

const failure = (code: string) => Object.assign(new Error(code), { code });

/** Work that fails with each of `codes` in turn and then succeeds. */
function failing(...codes: string[]) {
  let runs = 0;
  return {
    runs: () => runs,
    work: async () => {
      runs += 1;
      const code = codes.shift();
      if (code !== undefined) throw failure(code);
      return 'kept';
    },
  };
}

describe('a transaction that met others', () => {
  it('is run again after a deadlock, a serialization failure and a lock waited for too long', async () => {
    const { deadlock, serializationFailure, lockNotAvailable } = sqlState;
    const { work, runs } = failing(deadlock, serializationFailure, lockNotAvailable);
    await expect(retryConflicts(work)).resolves.toBe('kept');
    expect(runs()).toBe(4);
  });

  it('is given up after four attempts, with the database’s own error', async () => {
    const { work, runs } = failing(...Array<string>(9).fill(sqlState.deadlock));
    await expect(retryConflicts(work)).rejects.toMatchObject({ code: sqlState.deadlock });
    expect(runs()).toBe(4);
  });

  it('is not run again for any other failure', async () => {
    const { work, runs } = failing(sqlState.uniqueViolation);
    await expect(retryConflicts(work)).rejects.toMatchObject({ code: sqlState.uniqueViolation });
    expect(runs()).toBe(1);
  });
});
