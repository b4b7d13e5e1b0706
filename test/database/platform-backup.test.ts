import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { BackupDamaged } from '#platform/database/backup/manifest.ts';
import { enablePointInTime } from '#platform/database/backup/point-in-time.ts';
import { restoreBackup, RestoreFailed } from '#platform/database/backup/restore.ts';
import { pruneBackups } from '#platform/database/backup/retention.ts';
import { listBackups, takeBackup } from '#platform/database/backup/take-backup.ts';
import { openClient } from '#platform/database/client.ts';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { startEmbeddedServer, type EmbeddedServer } from '#platform/database/embedded/server.ts';
import { silentLog } from '#platform/log/log.ts';
import { databaseFolder } from '#test/support/database-folder.ts';

const common = { clock: systemClock, log: silentLog };

async function dataFolder(): Promise<string> {
  const dataDir = await databaseFolder('signalbox-backup-');
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  return dataDir;
}

async function withServer<T>(dataDir: string, work: (server: EmbeddedServer) => Promise<T>) {
  await using server = await startEmbeddedServer({ ...common, dataDir });
  return await work(server);
}

async function withClient<T>(server: EmbeddedServer, work: (client: Client) => Promise<T>) {
  await using connection = await openClient(server.target('superuser', 'postgres'), 'test');
  return await work(connection.client);
}

const add = (client: Client, note: string) =>
  client.query('insert into notes (note) values ($1)', [note]);

async function notes(dataDir: string): Promise<string[]> {
  return withServer(dataDir, (server) =>
    withClient(server, async (client) => {
      const { rows } = await client.query<{ note: string }>('select note from notes order by id');
      return rows.map((row) => row.note);
    }),
  );
}

const createNotes = 'create table notes (id int generated always as identity, note text)';

describe('a restored backup', () => {
  it('holds the rows as they were when it was taken', async () => {
    const dataDir = await dataFolder();
    const seen: string[] = [];
    const backup = await withServer(dataDir, async (server) => {
      await withClient(server, async (client) => {
        await client.query(createNotes);
        await add(client, 'before');
      });
      const taken = await takeBackup(server, {
        clock: systemClock,
        onProgress: ({ phase }) => seen.push(phase),
      });
      await withClient(server, async (client) => {
        await add(client, 'after');
        await client.query(`delete from notes where note = 'before'`);
      });
      return taken;
    });
    expect(backup.bytes).toBeGreaterThan(1_000_000);
    expect(await notes(dataDir)).toEqual(['after']);

    await restoreBackup({ ...common, dataDir, backup: backup.path, until: null });
    expect(await notes(dataDir)).toEqual(['before']);
    expect((await readdir(layoutOf(dataDir).home)).toSorted()).not.toContain('cluster.replaced');
  });

  it('is refused when a byte of it changed, and the database stays', async () => {
    const dataDir = await dataFolder();
    const backup = await withServer(dataDir, async (server) => {
      await withClient(server, (client) => client.query(createNotes));
      return takeBackup(server, { clock: systemClock });
    });
    const tar = join(backup.path, 'base.tar');
    const bytes = await readFile(tar);
    // The contents of a file begin a block of 512 bytes after its name.
    const place = bytes.indexOf('base/1/1259\0') + 512 + 4000;
    expect(place).toBeGreaterThan(512 + 4000);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    await writeFile(tar, bytes);
    const restoring = restoreBackup({ ...common, dataDir, backup: backup.path, until: null });
    await expect(restoring).rejects.toThrow(BackupDamaged);
    expect(await notes(dataDir)).toEqual([]);
  });

  it('is refused while the database is in use', async () => {
    const dataDir = await dataFolder();
    await withServer(dataDir, async (server) => {
      const backup = await takeBackup(server, { clock: systemClock });
      const restoring = restoreBackup({ ...common, dataDir, backup: backup.path, until: null });
      await expect(restoring).rejects.toThrow('Close the program');
    });
  });
});

async function twoCommits(dataDir: string): Promise<{ backup: string; between: Date }> {
  await withServer(dataDir, (server) => enablePointInTime(server.layout));
  return withServer(dataDir, async (server) => {
    await withClient(server, (client) => client.query(createNotes));
    const backup = await takeBackup(server, { clock: systemClock });
    return withClient(server, async (client) => {
      await add(client, 'first');
      await client.query('select pg_sleep(0.02)');
      const { rows } = await client.query<{ now: Date }>(
        'select clock_timestamp()::timestamptz(3) as now',
      );
      await client.query('select pg_sleep(0.02)');
      await add(client, 'second');
      return { backup: backup.path, between: new Date(String(rows[0]?.now)) };
    });
  });
}

describe('recovery to a point in time', () => {
  it('between two commits keeps exactly the first', async () => {
    const dataDir = await dataFolder();
    const { backup, between } = await twoCommits(dataDir);
    expect(await notes(dataDir)).toEqual(['first', 'second']);
    await restoreBackup({ ...common, dataDir, backup, until: between });
    expect(await notes(dataDir)).toEqual(['first']);
  });

  it('beyond the last commit fails and leaves the database as it was', async () => {
    const dataDir = await dataFolder();
    const { backup } = await twoCommits(dataDir);
    const tomorrow = new Date(Date.now() + 86_400_000);
    await expect(restoreBackup({ ...common, dataDir, backup, until: tomorrow })).rejects.toThrow(
      RestoreFailed,
    );
    expect(await notes(dataDir)).toEqual(['first', 'second']);
  });
});

describe('pruning', () => {
  it('removes old backups and the archived log that only they needed', async () => {
    const dataDir = await dataFolder();
    await withServer(dataDir, (server) => enablePointInTime(server.layout));
    await withServer(dataDir, async (server) => {
      const { archive, backups: directory } = server.layout;
      const old = { ...systemClock, now: () => new Date('2026-01-05T00:00:00Z') };
      await takeBackup(server, { clock: old });
      await withClient(server, (client) => client.query('select pg_switch_wal()'));
      const newest = await takeBackup(server, { clock: systemClock });
      await expect.poll(() => readdir(archive).then((files) => files.length)).toBeGreaterThan(2);

      const pruned = await pruneBackups({ directory, archive, keepDays: 30, now: new Date() });
      expect(pruned.backups).toEqual(['2026-01-05T00-00-00Z']);
      expect(pruned.walFiles).toBeGreaterThan(0);
      expect((await listBackups(directory)).map(({ name }) => name)).toEqual([newest.name]);
    });
  });
});
