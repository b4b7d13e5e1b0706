import { Client, type ClientConfig, Pool, type PoolClient } from 'pg';
import { columnTypes } from './column-types.ts';
import { clientConfig, type ConnectionLimits, type DatabaseTarget } from './target.ts';

/** A client that knows which endpoint it speaks to. */
interface RoutedClient extends PoolClient {
  readonly endpointIndex: number;
}

/** Connections to whichever endpoint of a target is in use. */
export interface EndpointPool extends AsyncDisposable {
  /** A connection to the endpoint in use. The taker releases it, with `true` to destroy it. */
  take(): Promise<PoolClient>;
  /** Turns to the next endpoint; connections to the old one are closed when they come back. */
  turn(): void;
}

/**
 * Makes the pool. `onError` hears of idle connections that break; without a listener Node would end
 * the program.
 */
export function createEndpointPool(options: {
  readonly target: DatabaseTarget;
  readonly name: string;
  readonly max: number;
  readonly limits: ConnectionLimits;
  readonly onError: (error: Error) => void;
}): EndpointPool {
  const { target, name, limits, max, onError } = options;
  let inUse = 0;

  class EndpointClient extends Client {
    readonly endpointIndex = inUse;
    constructor(config: ClientConfig) {
      super({ ...config, ...clientConfig(target, name, limits, target.endpoints[inUse]) });
    }
  }

  const pool = new Pool({
    ...clientConfig(target, name, limits),
    types: columnTypes,
    max,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: 3_600,
    Client: EndpointClient as never,
  });
  pool.on('error', onError);

  return {
    async take() {
      for (;;) {
        const client = (await pool.connect()) as RoutedClient;
        if (client.endpointIndex === inUse) return client;
        client.release(true);
      }
    },
    turn() {
      inUse = (inUse + 1) % target.endpoints.length;
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
