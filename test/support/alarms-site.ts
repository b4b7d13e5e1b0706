import { randomUUID } from 'node:crypto';
import type { Permission } from '#contract/permissions.ts';
import type { Alarm } from '#contract/alarms.ts';
import { type AlarmsDomain, createAlarms } from '#domains/alarms/alarms.domain.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import { createOverlays, type OverlaysService } from '#domains/alarms/overlays/overlays.service.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { silentLog } from '#platform/log/log.ts';
import type { MonitorOutcome } from '#platform/monitors/monitor.ts';
import type { Platform } from '#platform/platform.ts';
import { aesSecrets } from '#platform/secrets/aes-secrets.ts';
import { newKeyLine, parseKeys } from '#platform/secrets/master-keys.ts';
import { setDatabaseTime } from './database-clock.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { personWith } from './test-people.ts';

/** What was written into the trail. */
export interface Audited {
  readonly action: string;
  readonly oldValues?: Readonly<Record<string, unknown>>;
  readonly newValues?: Readonly<Record<string, unknown>>;
}

/** The alarm queue on a real database. */
export interface AlarmsSite extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly platform: Platform;
  readonly domain: AlarmsDomain;
  readonly overlays: OverlaysService;
  /** Where actions are audited. */
  readonly audit: AuditService;
  /** Everything audited so far. */
  readonly audited: Audited[];
  /** Somebody at a station; by default one who acknowledges and configures. */
  operator(workstation?: string, permissions?: readonly Permission[]): Promise<Operator>;
  /** Runs a monitor once. */
  run(monitor: string): Promise<MonitorOutcome>;
  /** Every alarm there is, newest first raise first. */
  all(reader: Operator): Promise<Alarm[]>;
  /** What the journal rebuilds, compared with what stands: how many alarms differ. */
  replayDiffers(): Promise<number>;
  /** Moves the database's clock, where the site was made with `ownClock`. Seconds. */
  advance(seconds: number): Promise<void>;
}

/** Builds it. With `ownClock`, time stands still until {@link AlarmsSite.advance} moves it. */
export async function createAlarmsSite(
  options: { readonly ownClock?: boolean } = {},
): Promise<AlarmsSite> {
  const db = await createTestDatabase(options);
  const changes = pgChanges({
    connect: () => openClient(db.target, 'test-changes'),
    clock: systemClock,
    log: silentLog,
  });
  const keys = parseKeys(newKeyLine(1), 'the test');
  const platform: Platform = {
    clock: systemClock,
    log: silentLog,
    database: db.database,
    changes,
    secrets: aesSecrets(() => keys),
    host: { installationId: randomUUID(), workstation: 'Test station', dataDir: '', demo: false },
  };
  const audited: Audited[] = [];
  const audit = {
    record: (_tx: unknown, entry: Audited) => {
      audited.push(entry);
      return Promise.resolve();
    },
  };
  const domain = createAlarms(platform, { audit });
  let time = Date.parse('2026-03-02T05:00:00Z');

  return {
    db,
    platform,
    domain,
    overlays: createOverlays(platform, audit),
    audit,
    audited,
    async operator(
      workstation = 'Wall 1',
      permissions = ['alarm:read', 'alarm:acknowledge', 'alarm:configure'],
    ) {
      const person = await personWith(db, permissions);
      return { ...person, origin: { ipAddress: null, userAgent: null, workstation } };
    },
    run(name) {
      const monitor = domain.monitors.find((one) => one.name === name);
      if (!monitor) throw new Error(`There is no monitor ${name}.`);
      return monitor.run({
        fenced: (work) => db.database.asSystem(name, work),
        now: new Date(time),
        signal: new AbortController().signal,
      });
    },
    all: async (reader) => (await domain.service.list(reader, {}, { limit: 500 })).rows,
    async replayDiffers() {
      const { rows } = await db.admin.query<{ differ: number }>(
        `select count(*)::integer as differ
         from alarms.replay() as j full join alarms.alarms as a on a.id = j.id
         where alarms.state_of(j) is distinct from alarms.state_of(a)`,
      );
      return rows[0]?.differ ?? -1;
    },
    async advance(seconds) {
      time += seconds * 1000;
      await setDatabaseTime(db.admin, new Date(time));
    },
    async [Symbol.asyncDispose]() {
      await changes[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}
