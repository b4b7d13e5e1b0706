import { createORPCClient } from '@orpc/client';
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query';
import { callLink } from './call-link.ts';
import { createLifeline, type Lifeline } from './lifeline.ts';
import { createSubscriptions, type Subscriptions } from './subscription.ts';
import type { Transport } from './transport.ts';

/** The console's one connection to its core. */
export interface ConsoleConnection<C extends AnyContractRouter>
  extends Pick<Lifeline, 'state' | 'onState' | 'retryNow' | 'close'>, Subscriptions {
  /** Every procedure of the contract as a function. */
  readonly client: ContractRouterClient<C>;
  /** The same for TanStack Query: `orpc.shopfloor.machines.list.queryOptions({ input })`. */
  readonly orpc: RouterUtils<ContractRouterClient<C>>;
  /** Makes a sign-in outlast the page; call it with the `handover` of the sign-in's answer. */
  adopt(handover: string): Promise<void>;
}

/** How long a call may take before it is cancelled. Milliseconds. */
const CALL_TIMEOUT_MS = 30_000;

/** Connects, and stays connected until `close`. The type parameter is `typeof contract`. */
export function connect<C extends AnyContractRouter>(
  transport: Transport,
  { callTimeoutMs = CALL_TIMEOUT_MS }: { readonly callTimeoutMs?: number } = {},
): ConsoleConnection<C> {
  const lifeline = createLifeline(transport);
  const client = createORPCClient<ContractRouterClient<C>>(callLink(lifeline, callTimeoutMs));
  return {
    client,
    orpc: createTanstackQueryUtils(client),
    ...createSubscriptions(lifeline),
    get state() {
      return lifeline.state;
    },
    onState: lifeline.onState,
    retryNow: lifeline.retryNow,
    close: lifeline.close,
    adopt: transport.adopt,
  };
}
