import type { Permission } from '#contract/permissions.ts';
import type { Alarm } from '#contract/alarms.ts';
import type { AlarmsDomain } from '#domains/alarms/alarms.domain.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import type { OverlaysService } from '#domains/alarms/overlays/overlays.service.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { MonitorOutcome } from '#platform/monitors/monitor.ts';
import type { Platform } from '#platform/platform.ts';
import { startAlarmsProcess } from './alarms-process.ts';
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
  /** Stops the process and starts another; `meanwhile` happens while none runs. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  /** Moves the database's clock, where the site was made with `ownClock`. Seconds. */
  advance(seconds: number): Promise<void>;
}

/** Builds it. With `ownClock`, time stands still until {@link AlarmsSite.advance} moves it. */
export async function createAlarmsSite(
  options: { readonly ownClock?: boolean } = {},
): Promise<AlarmsSite> {
  const db = await createTestDatabase(options);
  const audited: Audited[] = [];
  const audit = {
    record: (_tx: unknown, entry: Audited) => {
      audited.push(entry);
      return Promise.resolve();
    },
  };
  let running = startAlarmsProcess(db, audit);
  let time = Date.parse('2026-03-02T05:00:00Z');

  return {
    db,
    get platform() {
      return running.platform;
    },
    get domain() {
      return running.domain;
    },
    get overlays() {
      return running.overlays;
    },
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
      const { domain, platform } = running;
      const monitor = domain.monitors.find((one) => one.name === name);
      if (!monitor) throw new Error(`There is no monitor ${name}.`);
      return monitor.run({
        fenced: (work) => platform.database.asSystem(name, work),
        now: new Date(time),
        signal: new AbortController().signal,
      });
    },
    all: async (reader) => (await running.domain.service.list(reader, {}, { limit: 500 })).rows,
    async replayDiffers() {
      const { rows } = await db.admin.query<{ differ: number }>(
        `select count(*)::integer as differ
         from alarms.replay() as j full join alarms.alarms as a on a.id = j.id
         where alarms.state_of(j) is distinct from alarms.state_of(a)`,
      );
      return rows[0]?.differ ?? -1;
    },
    async restart(meanwhile) {
      await running[Symbol.asyncDispose]();
      await meanwhile?.();
      running = startAlarmsProcess(db, audit);
    },
    async advance(seconds) {
      time += seconds * 1000;
      await setDatabaseTime(db.admin, new Date(time));
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}
