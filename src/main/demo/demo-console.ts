import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '#contract/index.ts';
import { openConnection } from '#platform/rpc/connection.ts';
import { createClientFor } from '#platform/rpc/local-client.ts';
import type { Core } from '../core.ts';

/** A console of its own: whoever signs in on it is bound by the same rules as at any other. */
export type DemoConsole = ContractRouterClient<typeof contract>;

/** Opens a console inside the program. */
export function demoConsole(core: Core): DemoConsole {
  const peer = {
    transport: 'desktop',
    address: null,
    userAgent: 'demo',
    workstation: 'demo',
  } as const;
  const { connection } = openConnection(peer, () => {});
  return createClientFor(core.router, connection, core.services) as unknown as DemoConsole;
}
