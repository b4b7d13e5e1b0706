import { escapeLiteral } from 'pg';

/** On whose behalf a transaction runs: a person, or a named task of the program. */
export type TransactionOwner = { readonly userId: string } | { readonly task: string };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How a transaction opens beside its owner. */
export interface Opening {
  readonly readOnly: boolean;
  /** Its statements are planned once a connection and not for their values. */
  readonly keepPlans?: boolean | undefined;
}

function settingsOf(owner: TransactionOwner): Record<string, string> {
  if ('userId' in owner) {
    if (!uuid.test(owner.userId)) throw new TypeError('A user id must be a UUID.');
    return { 'app.user_id': owner.userId };
  }
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
