import { sql } from 'kysely';
import { describe, expect, inject, it } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openDatabase } from '#platform/database/open-database.ts';
import { targetUrl } from '#platform/database/target-url.ts';
import { silentLog } from '#platform/log/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

const open = (url: string, replicaUrls: string[] = []) =>
  openDatabase({
    source: { kind: 'url', url, replicaUrls },
    dataDir: '/nowhere',
    clock: systemClock,
    log: silentLog,
  });

describe('a database by URL', () => {
  it('is migrated by its account and then worked with as the role without ownership', async () => {
    await using db = await createTestDatabase();
    await using opened = await open(targetUrl(db.adminTarget));
    expect(opened.applied).toEqual([]);
    expect(opened.server).toBeNull();
    const { rows } = await opened.database.asSystem('test', (tx) =>
      sql`select current_user as role, session_user as account`.execute(tx),
    );
    expect(rows).toEqual([{ role: 'signalbox_app', account: 'signalbox' }]);
  });

  it('may sign in as that role when there is nothing to migrate', async () => {
    await using db = await createTestDatabase();
    await using opened = await open(db.url, [db.url]);
    const { rows } = await opened.database.asSystem(
      'test',
      (tx) => sql`select current_setting('transaction_read_only') as read_only`.execute(tx),
      { replica: true },
    );
    expect(rows).toEqual([{ read_only: 'on' }]);
  });

  it.each([
    ['postgresql://u:canary@127.0.0.1:9/d', /No database server answers at 127\.0\.0\.1:9/],
    ['postgresql://u:canary@/d?host=/nowhere', /No database server answers at \/nowhere/],
    ['postgresql://u:canary@h/d?sslmode=prefer', /verify-full/],
  ])('%s is answered with one sentence and no password', async (url, sentence) => {
    await expect(open(url)).rejects.toThrow(sentence);
    await expect(open(url)).rejects.not.toThrow('canary');
  });

  it('with a wrong password or database says which it is', async () => {
    const target = inject('postgresApp');
    await expect(open(targetUrl({ ...target, password: 'wrong' }))).rejects.toThrow(
      'does not let signalbox_app in',
    );
    await expect(open(targetUrl({ ...target, database: 'absent' }))).rejects.toThrow(
      'no database named absent',
    );
  });
});
