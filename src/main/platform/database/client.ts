import { Client } from 'pg';
import { columnTypes } from './column-types.ts';
import {
  type ConnectionLimits,
  clientConfig,
  type DatabaseTarget,
  type Endpoint,
} from './target.ts';

/** A connection of its own, outside the pool: for LISTEN, advisory locks and maintenance. */
export interface OpenClient extends AsyncDisposable {
  readonly client: Client;
  /** Resolves when the connection ended, with the error that ended it, if one did. */
  readonly ended: Promise<Error | null>;
}

async function connect(
  target: DatabaseTarget,
  name: string,
  limits: ConnectionLimits | undefined,
  endpoint: Endpoint,
): Promise<OpenClient> {
  const client = new Client({
    ...clientConfig(target, name, limits, endpoint),
    types: columnTypes,
  });
  const ended = new Promise<Error | null>((resolve) => {
    client.on('error', resolve);
    client.once('end', () => resolve(null));
  });
  await client.connect();
  return { client, ended, [Symbol.asyncDispose]: () => client.end() };
}

/**
 * Opens a connection to the first endpoint of `target` that answers. `name` appears in
 * `pg_stat_activity`. Throws what the last endpoint answered.
 */
export async function openClient(
  target: DatabaseTarget,
  name: string,
  limits?: ConnectionLimits,
): Promise<OpenClient> {
  let failure: unknown;
  for (const endpoint of target.endpoints) {
    try {
      return await connect(target, name, limits, endpoint);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
