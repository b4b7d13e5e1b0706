import type { Platform } from '#platform/platform.ts';
import type { Core } from '../core.ts';
import { demoConsole } from './demo-console.ts';
import { fillDeviceHistory } from './fill-device-history.ts';
import { fillFloor } from './fill-floor.ts';
import { fillHistory } from './fill-history.ts';
import { fillPeople } from './fill-people.ts';
import { fillUpkeep } from './fill-upkeep.ts';
import { administrator } from './people.ts';

/**
 * Fills an empty site through the contract, as its administrator would by hand. Does nothing where
 * somebody exists already.
 */
export async function fillDemoSite(
  core: Core,
  { database, clock, host }: Pick<Platform, 'database' | 'clock' | 'host'>,
): Promise<void> {
  const console = demoConsole(core);
  const { needsAdministrator } = await console.identity.setUp.status();
  if (!needsAdministrator) return;
  const { username, fullName, locale, password } = administrator;
  await console.identity.setUp.createFirstAdministrator({ username, fullName, locale, password });
  const areas = await fillFloor(console, host);
  await fillPeople(core, console, areas);
  await fillUpkeep(console, clock.now());
  await fillHistory(database, clock.now());
  await fillDeviceHistory(database);
  await console.identity.session.signOut();
}
