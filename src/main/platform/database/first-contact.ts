import { openClient, type OpenClient } from './client.ts';
import { DatabaseMisconfigured, isConnectionLost, reasonOf } from './errors.ts';
import { codeOf, sqlState } from './sqlstate.ts';
import type { ConnectionLimits, DatabaseTarget } from './target.ts';

function explain(error: unknown, target: DatabaseTarget): string | null {
  const code = codeOf(error);
  const where = target.endpoints.map(({ host, port }) => `${host}:${port}`).join(', ');
  if (code === sqlState.invalidPassword || code === sqlState.invalidAuthorization) {
    return `The database server at ${where} does not let ${target.user} in. Check the user and password.`;
  }
  if (code === sqlState.invalidDatabase) {
    return `The database server at ${where} has no database named ${target.database}.`;
  }
  if (isConnectionLost(error)) {
    return `No database server answers at ${where} (${reasonOf(error)}). Check the address and that the server runs.`;
  }
  return target.tls && error instanceof Error
    ? `The database server at ${where} could not prove who it is: ${error.message}`
    : null;
}

/**
 * Opens the first connection to a database that somebody chose. Throws `DatabaseMisconfigured` with
 * one sentence that a person can act on, instead of what the network said.
 */
export async function firstContact(
  target: DatabaseTarget,
  name: string,
  limits?: ConnectionLimits,
): Promise<OpenClient> {
  try {
    return await openClient(target, name, limits);
  } catch (error) {
    const sentence = explain(error, target);
    throw sentence === null ? error : new DatabaseMisconfigured(sentence, { cause: error });
  }
}
