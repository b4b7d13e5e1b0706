import { createAlarms } from '#domains/alarms/alarms.domain.ts';
import { badgeHmac } from '#domains/identity/badges/badge-hmac.ts';
import { createIdentity, type IdentityDomain } from '#domains/identity/identity.domain.ts';
import { embeddedBackupMaker } from '#domains/operations/embedded-backup-maker.ts';
import { createOperations } from '#domains/operations/operations.domain.ts';
import { createMoveIn } from '#domains/shopfloor/move-in/move-in.ts';
import { createShopfloor } from '#domains/shopfloor/shopfloor.domain.ts';
import { openClient } from '#platform/database/client.ts';
import { createDatabase } from '#platform/database/create-database.ts';
import type { EmbeddedServer } from '#platform/database/embedded/server.ts';
import type { OpenDatabase } from '#platform/database/open-database.ts';
import { maintenanceLimits } from '#platform/database/target.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import { startMonitors } from '#platform/monitors/monitor-host.ts';
import type { Platform } from '#platform/platform.ts';
import type { RpcRouter, RpcServices } from '#platform/rpc/rpc-handler.ts';
import { demoPasswords } from './demo/people.ts';
import { programVersion } from './site/program-version.ts';
import { chosenHandlers } from './site/set-up.handlers.ts';
import type { Site } from './site/site.ts';

/** What the shells serve: the same whether to a window or to browsers. */
export interface Core extends AsyncDisposable {
  readonly router: RpcRouter;
  readonly services: RpcServices;
  readonly identity: IdentityDomain;
}

/** Composes the domains over a database that is ready, and starts what runs by itself. */
export async function startCore(site: Site, opened: OpenDatabase): Promise<Core> {
  const { clock, log, secrets, host, settings } = site;
  const { database, target } = opened;
  await using cleanup = new AsyncDisposableStack();
  const changes = cleanup.use(
    pgChanges({ connect: () => openClient(target, 'changes'), clock, log }),
  );
  const platform: Platform = { clock, log, database, changes, secrets, host };

  const identity = createIdentity(platform, {
    ...settings.settings.session,
    refusedPasswords: host.demo ? [] : demoPasswords,
  });
  const { audit } = identity;
  const alarms = createAlarms(platform, { audit });
  identity.raiseAlarmsThrough(alarms.service);
  const shopfloor = createShopfloor(platform, { identity, alarms: alarms.service });
  const patient = cleanup.use(
    createDatabase(target, { clock, log, limits: maintenanceLimits, maxConnections: 2 }),
  );
  const moveIn = createMoveIn({
    ...platform,
    patient,
    audit,
    badgeHash: (uid) => badgeHmac(secrets, uid),
  });
  const operations = createOperations(platform, {
    audit,
    alarms: alarms.service,
    programVersion,
    backupMaker: opened.server && backupMaker(site, opened.server),
    backupEveryHours: () => settings.settings.backups.everyHours,
  });

  cleanup.use(await identity.start());
  cleanup.use(await shopfloor.start());
  cleanup.use(await operations.start());
  cleanup.use(
    startMonitors({
      database,
      connect: () => openClient(target, 'monitors'),
      clock,
      log,
      installationId: host.installationId,
      workstation: host.workstation,
      monitors: [identity, alarms, shopfloor, operations].flatMap(({ monitors }) => monitors),
    }),
  );
  const running = cleanup.move();
  return {
    identity,
    router: {
      setUp: chosenHandlers(),
      identity: identity.handlers,
      alarms: alarms.handlers,
      operations: operations.handlers,
      shopfloor: { ...shopfloor.handlers, moveIn: moveIn.handlers },
    },
    services: { log, clock, recordIncident: operations.recordIncident },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function backupMaker({ clock, settings }: Site, server: EmbeddedServer) {
  return embeddedBackupMaker({
    server,
    clock,
    directory: settings.settings.backups.directory,
    keepDays: () => settings.settings.backups.keepDays,
  });
}
