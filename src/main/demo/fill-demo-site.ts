import { contract } from '#contract/index.ts';
import type { ContractRouterClient } from '@orpc/contract';
import { openConnection } from '#platform/rpc/connection.ts';
import { createClientFor } from '#platform/rpc/local-client.ts';
import type { Platform } from '#platform/platform.ts';
import type { Core } from '../core.ts';
import { fillFloor } from './fill-floor.ts';
import { fillHistory } from './fill-history.ts';
import { fillPeople } from './fill-people.ts';
import { administrator } from './people.ts';

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

/**
 * Fills an empty site through the contract, as its administrator would by hand. Does nothing where
 * somebody exists already.
 */
export async function fillDemoSite(
  core: Core,
  { database, clock }: Pick<Platform, 'database' | 'clock'>,
): Promise<void> {
  const console = demoConsole(core);
  const { needsAdministrator } = await console.identity.setUp.status();
  if (!needsAdministrator) return;
  const { username, fullName, locale, password } = administrator;
  await console.identity.setUp.createFirstAdministrator({ username, fullName, locale, password });
  const areas = await fillFloor(console);
  await fillPeople(core, console, areas);
  await fillHistory(database, clock.now());
}
