import { escapeLiteral } from 'pg';

/** On whose behalf a transaction runs: a person, or a named task of the program. */
export type TransactionOwner = { readonly userId: string } | { readonly task: string };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The statements that open a transaction and say who owns it, as one message: a single round trip.
 * The settings end with the transaction, so the next one on the connection starts without an owner.
 */
export function openingStatements(owner: TransactionOwner, readOnly: boolean): string {
  const begin = readOnly ? 'begin read only' : 'begin';
  if ('userId' in owner) {
    if (!uuid.test(owner.userId)) throw new TypeError('A user id must be a UUID.');
    return `${begin}; select set_config('app.user_id', '${owner.userId}', true)`;
  }
  if (owner.task === '') throw new TypeError('A system task needs a name.');
  const task = escapeLiteral(owner.task);
  const shown = escapeLiteral(`signalbox ${owner.task}`.slice(0, 63));
  return `${begin}; select set_config('app.system', ${task}, true), set_config('application_name', ${shown}, true)`;
}
