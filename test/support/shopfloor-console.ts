import type { AuthLevel } from '#contract/procedure.ts';
import type { Permission } from '#contract/permissions.ts';
import { silentLog } from '#platform/log/log.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openConnection } from '#platform/rpc/connection.ts';
import { createClientFor } from '#platform/rpc/local-client.ts';
import type { ShopfloorSite, SitePerson } from './shopfloor-site.ts';

/** Permissions of somebody who may do everything on the shop floor. */
export const shopfloorPermissions: readonly Permission[] = [
  'machine:read',
  'machine:operate',
  'machine:manage',
  'node:read',
  'node:manage',
  'session:read',
  'session:end',
  'structure:manage',
];

const services = {
  log: silentLog,
  clock: systemClock,
  recordIncident: ({ error }: { error: unknown }) => {
    throw error;
  },
};

/** The ingest API as a networked node calls it, with a token that was made for it. */
export function networkOf(site: ShopfloorSite, nodeKey: string) {
  const peer = {
    transport: 'web',
    address: '127.0.0.1',
    userAgent: 'test',
    workstation: '',
  } as const;
  const { connection } = openConnection(peer, () => {});
  const held = Object.assign(connection, {
    holder: {
      tokenId: nodeKey,
      name: 'test',
      nodeId: nodeKey,
      machineId: null,
      scopes: new Set(['node:connect'] as const),
    },
  });
  return createClientFor({ shopfloor: site.domain.handlers }, held, services).shopfloor.ingest;
}

/** A console at which a person is signed in: the contract's procedures, with all their checks. */
export function consoleOf(
  site: ShopfloorSite,
  person: SitePerson,
  permissions: readonly Permission[] = shopfloorPermissions,
  level: AuthLevel = 'proven',
) {
  const peer = {
    transport: 'web',
    address: '127.0.0.1',
    userAgent: 'test',
    workstation: 'Test console',
  } as const;
  const { connection } = openConnection(peer, () => {});
  const actor = {
    userId: person.userId,
    sessionId: 'test',
    username: person.username,
    fullName: person.username,
    permissions: new Set(permissions),
    level,
  };
  connection.session = { locked: false, actor };
  return createClientFor({ shopfloor: site.domain.handlers }, connection, services).shopfloor;
}
