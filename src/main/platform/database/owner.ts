import { escapeLiteral } from 'pg';
import type { Viewer } from './database.ts';

/** On whose behalf a transaction runs: a person, a wall display, or a named task of the program. */
export type TransactionOwner = Viewer | { readonly task: string };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How a transaction opens beside its owner. */
export interface Opening {
  readonly readOnly: boolean;
  /** Its statements are planned once a connection and not for their values. */
  readonly keepPlans?: boolean | undefined;
}

function settingsOf(owner: TransactionOwner): Record<string, string> {
  if ('userId' in owner) return { 'app.user_id': keyOf(owner.userId) };
  if ('displayId' in owner) return { 'app.display_id': keyOf(owner.displayId) };
  if (owner.task === '') throw new TypeError('A system task needs a name.');
  return {
    'app.system': owner.task,
    application_name: `signalbox ${owner.task}`.slice(0, 63),
  };
}

/**
 * The statements that open a transaction and say who owns it, as one message: a single round trip.
 * The settings end with the transaction, so the next one on the connection starts without an owner.
 */
export function openingStatements(
  owner: TransactionOwner,
  { readOnly, keepPlans = false }: Opening,
): string {
  const settings = {
    ...settingsOf(owner),
    ...(keepPlans && { plan_cache_mode: 'force_generic_plan' }),
  };
  const set = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', ${escapeLiteral(value)}, true)`,
  );
  return `${readOnly ? 'begin read only' : 'begin'}; select ${set.join(', ')}`;
}

function keyOf(key: string): string {
  if (!uuid.test(key)) throw new TypeError('The key of a person or display must be a UUID.');
  return key;
}
