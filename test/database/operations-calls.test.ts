import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import type { Permission } from '#contract/permissions.ts';
import { createAlarms } from '#domains/alarms/alarms.domain.ts';
import { createOperations } from '#domains/operations/operations.domain.ts';
import type { LiveRows } from '#platform/changes/live-rows.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { silentLog } from '#platform/log/log.ts';
import { openConnection } from '#platform/rpc/connection.ts';
import { createClientFor } from '#platform/rpc/local-client.ts';
import { aesSecrets } from '#platform/secrets/aes-secrets.ts';
import { newKeyLine, parseKeys } from '#platform/secrets/master-keys.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import { personWith } from '#test/support/test-people.ts';

let db: TestDatabase;
let opened: AsyncDisposableStack;
let domains: ReturnType<typeof build>;

const audit = { record: async () => {} };

function build() {
  const changes = opened.use(
    pgChanges({
      connect: () => openClient(db.target, 'test-changes'),
      clock: systemClock,
      log: silentLog,
    }),
  );
  const keys = parseKeys(newKeyLine(1), 'test');
  const platform = {
    clock: systemClock,
    log: silentLog,
    database: db.database,
    changes,
    secrets: aesSecrets(() => keys),
    host: {
      installationId: crypto.randomUUID(),
      workstation: 'S',
      dataDir: '/nowhere',
      demo: false,
    },
  };
  const alarms = createAlarms(platform, { audit });
  const operations = createOperations(platform, {
    audit,
    alarms: alarms.service,
    programVersion: '1.0.0',
    backupMaker: null,
    backupEveryHours: () => 24,
  });
  return { alarms, operations };
}

beforeAll(async () => {
  db = await createTestDatabase();
  opened = new AsyncDisposableStack();
  domains = build();
});
afterAll(async () => {
  await opened.disposeAsync();
  await db[Symbol.asyncDispose]();
});

/** A console at which a person with `permissions` is signed in. */
async function consoleOf(permissions: readonly Permission[]) {
  const person = await personWith(db, permissions);
  const { connection, end } = openConnection(
    { transport: 'desktop', address: null, userAgent: '', workstation: 'Wall 1' },
    () => undefined,
  );
  connection.session = {
    locked: false,
    actor: {
      ...person,
      sessionId: crypto.randomUUID(),
      fullName: 'Kim',
      permissions: new Set(permissions),
      level: 'proven',
    },
  };
  const router = { alarms: domains.alarms.handlers, operations: domains.operations.handlers };
  const services = {
    log: silentLog,
    clock: systemClock,
    recordIncident: domains.operations.recordIncident,
  };
  return { client: createClientFor(router, connection, services), end };
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );

describe('a console', () => {
  it('follows the queue live, acknowledges what it saw, and is told what was skipped', async () => {
    const { client, end } = await consoleOf(['alarm:read', 'alarm:acknowledge']);
    const live = await client.alarms.live();
    expect((await live.next()).value).toEqual({ kind: 'snapshot', rows: [] });
    await domains.alarms.service.raise([
      { alarmType: 'node_offline', source: { type: 'node', id: '7', name: 'Node 7' } },
    ]);
    let message = (await live.next()).value as LiveRows<Alarm>;
    while (message.kind === 'snapshot' && message.rows.length === 0) {
      message = (await live.next()).value as LiveRows<Alarm>;
    }
    const [alarm] = (await client.alarms.list({ open: true, limit: 50 })).rows;
    const seen = { id: alarm?.id ?? '', annunciation: alarm?.annunciation ?? 0 };
    expect(await client.alarms.acknowledge({ alarms: [seen] })).toEqual({
      done: [seen.id],
      skipped: [],
    });
    expect(await client.alarms.acknowledge({ alarms: [seen] })).toMatchObject({
      skipped: [{ reason: 'already-acknowledged' }],
    });
    expect(await codeOf(client.alarms.resolve({ id: seen.id, note: 'x' }))).toBe(
      'CONDITION_ACTIVE',
    );
    const nothing = '019a0000-0000-7000-8000-000000000009';
    expect(await codeOf(client.alarms.resolve({ id: nothing, note: 'x' }))).toBe('NOT_FOUND');
    expect((await client.alarms.summary()).open).toEqual({ P1: 0, P2: 1, P3: 0, P4: 0 });
    const waiting = live.next();
    end();
    expect((await waiting).done).toBe(true);
  });

  it('without the right is refused, and with it reads status, monitors, errors and backups', async () => {
    const { client: stranger } = await consoleOf([]);
    expect(await codeOf(stranger.alarms.list({ limit: 1 }))).toBe('FORBIDDEN');
    expect(await codeOf(stranger.operations.monitors.list())).toBe('FORBIDDEN');
    expect(await stranger.operations.status()).toMatchObject({
      database: { kind: 'online' },
      versions: { program: '1.0.0' },
    });
    const { client } = await consoleOf(['monitor:read', 'error-log:read', 'backup:create']);
    expect(await client.operations.monitors.list()).toEqual([]);
    expect(await client.operations.monitors.runs({ limit: 10 })).toEqual({
      rows: [],
      nextCursor: null,
    });
    expect(await client.operations.errors.list({ limit: 10 })).toEqual({
      rows: [],
      nextCursor: null,
    });
    expect(await client.operations.backup.list({ limit: 10 })).toEqual({
      rows: [],
      nextCursor: null,
    });
    expect(await codeOf(client.operations.backup.create())).toBe('BACKUP_NOT_OFFERED');
  });

  it('streams the status and the changes of what it may read', async () => {
    const { client, end } = await consoleOf(['alarm:read']);
    const status = await client.operations.statusStream();
    expect((await status.next()).value).toMatchObject({ workstation: 'S' });
    const feed = await client.operations.changes();
    expect((await feed.next()).value).toEqual({ kind: 'gap' });
    await domains.alarms.service.raise([
      { alarmType: 'node_offline', source: { type: 'node', id: '8', name: 'Node 8' } },
    ]);
    expect((await feed.next()).value).toMatchObject({ changes: [{ topic: 'alarms.alarms' }] });
    end();
  });
});
