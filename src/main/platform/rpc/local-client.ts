import type { ClientContext } from '@orpc/client';
import { createRouterClient, type RouterClient } from '@orpc/server';
import type { Connection } from './context.ts';
import { guardCalls, type RpcRouter, type RpcServices } from './rpc-handler.ts';

/**
 * A client without a transport, for tests and for the program's own calls: the same permissions,
 * caps and errors as over the wire, with `connection.session` as the caller.
 */
export function createClientFor<T extends RpcRouter>(
  router: T,
  connection: Connection,
  services: RpcServices,
): RouterClient<T> {
  const client = createRouterClient<RpcRouter, ClientContext>(router, {
    context: { connection },
    interceptors: [guardCalls(services)],
  });
  return client as RouterClient<T>;
}
