import { randomUUID } from 'node:crypto';
import { type AlarmsDomain, createAlarms } from '#domains/alarms/alarms.domain.ts';
import { createOverlays, type OverlaysService } from '#domains/alarms/overlays/overlays.service.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { createDatabase } from '#platform/database/create-database.ts';
import { silentLog } from '#platform/log/log.ts';
import type { Platform } from '#platform/platform.ts';
import { aesSecrets } from '#platform/secrets/aes-secrets.ts';
import { newKeyLine, parseKeys } from '#platform/secrets/master-keys.ts';
import type { TestDatabase } from './test-database.ts';

/** The alarm queue as one process of a site has it: with connections, services and monitors of its own. */
export interface AlarmsProcess extends AsyncDisposable {
  readonly platform: Platform;
  readonly domain: AlarmsDomain;
  readonly overlays: OverlaysService;
}

/** Starts one on a database. Disposing it closes its connections; nothing else of it is left. */
export function startAlarmsProcess(db: TestDatabase, audit: AuditService): AlarmsProcess {
  const database = createDatabase(db.target, { clock: systemClock, log: silentLog });
  const changes = pgChanges({
    connect: () => openClient(db.target, 'test-changes'),
    clock: systemClock,
    log: silentLog,
  });
  const keys = parseKeys(newKeyLine(1), 'the test');
  const platform: Platform = {
    clock: systemClock,
    log: silentLog,
    database,
    changes,
    secrets: aesSecrets(() => keys),
    host: { installationId: randomUUID(), workstation: 'Test station', dataDir: '', demo: false },
  };
  return {
    platform,
    domain: createAlarms(platform, { audit }),
    overlays: createOverlays(platform, audit),
    async [Symbol.asyncDispose]() {
      await changes[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
