import { createAlarmsService } from '#domains/alarms/alarms.service.ts';
import { createIdentity } from '#domains/identity/identity.domain.ts';
import { createShopfloor } from '#domains/shopfloor/shopfloor.domain.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { createDatabase } from '#platform/database/create-database.ts';
import type { DatabaseTarget } from '#platform/database/target.ts';
import { silentLog } from '#platform/log/log.ts';
import { startMonitors } from '#platform/monitors/monitor-host.ts';
import { aesSecrets } from '#platform/secrets/aes-secrets.ts';
import { parseKeys } from '#platform/secrets/master-keys.ts';

/**
 * A process of its own that stands for election and delivers to other applications while it leads.
 * Arguments: workstation, target as JSON, the line of the key file.
 */
const [workstation = '', targetText = '', keyLine = ''] = process.argv.slice(2);
const target = JSON.parse(targetText) as DatabaseTarget;
const [clock, log] = [systemClock, silentLog];
const installationId = crypto.randomUUID();
const keys = parseKeys(keyLine, 'the test');
const platform = {
  clock,
  log,
  database: createDatabase(target, { clock, log }),
  changes: pgChanges({ connect: () => openClient(target, 'changes'), clock, log }),
  secrets: aesSecrets(() => keys),
  host: { installationId, workstation, dataDir: '', demo: false },
};
const identity = createIdentity(platform);
const alarms = createAlarmsService(platform, identity.audit);
const { monitors } = createShopfloor(platform, { identity, alarms });

startMonitors({
  ...platform,
  connect: () => openClient(target, `election-${workstation}`),
  installationId,
  workstation,
  monitors: monitors.filter(({ name }) => name === 'shopfloor.sync-delivery'),
});
