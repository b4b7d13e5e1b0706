import { expect, it, vi } from 'vitest';
import { createAlarmsService } from '#domains/alarms/alarms.service.ts';
import { watchReadOnly } from '#domains/operations/read-only-alarm.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import type { DatabaseState } from '#platform/database/database.ts';
import { silentLog } from '#platform/log/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

const host = { installationId: 'here', workstation: 'Office 1', dataDir: '/nowhere', demo: false };

it('a time without changes is an alarm on record once the database takes changes again', async () => {
  await using db = await createTestDatabase();
  const connect = () => openClient(db.target, 'test-changes');
  await using changes = pgChanges({ connect, clock: systemClock, log: silentLog });
  const alarms = createAlarmsService(
    { database: db.database, changes, clock: systemClock },
    { record: async () => {} },
  );
  const tell = new Set<(state: DatabaseState) => void>();
  const database = {
    onState(listener: (state: DatabaseState) => void) {
      tell.add(listener);
      return { [Symbol.dispose]: () => void tell.delete(listener) };
    },
  };
  const become = (state: DatabaseState) => tell.forEach((listener) => listener(state));
  const kept = async () => {
    const { rows } = await db.admin.query<{ text: string }>(
      `select concat_ws(' ', entry.event, alarm.source_id) as text
       from alarms.journal as entry join alarms.alarms as alarm on alarm.id = entry.alarm_id
       where alarm.alarm_type = 'database_read_only' order by entry.id`,
    );
    return rows.map(({ text }) => text);
  };
  {
    using _ = watchReadOnly({ database, log: silentLog, host }, alarms);
    become({ kind: 'online' });
    become({ kind: 'reconnecting', since: new Date(), reason: 'gone' });
    become({ kind: 'online' });
    expect(await kept()).toEqual([]);
    become({ kind: 'read-only', since: new Date(0), reason: 'the disk is full' });
    become({ kind: 'reconnecting', since: new Date(), reason: 'gone' });
    become({ kind: 'online' });
    await vi.waitFor(async () => expect(await kept()).toEqual(['raised here', 'cleared here']));
  }
  expect(tell.size).toBe(0);
  const { rows } = await db.admin.query('select message from alarms.alarms');
  expect(JSON.stringify(rows)).toContain('1970-01-01T00:00:00.000Z until now: the disk is full');
});
