import { fork } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeIdentifier } from 'pg';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { appRoot } from '#platform/config/app-root.ts';
import { openClient } from '#platform/database/client.ts';
import { SchemaNewer } from '#platform/database/errors.ts';
import {
  appliedMigrations,
  migrate,
  MigrationFailed,
} from '#platform/database/migrations/migrate.ts';
import { migrationsFolder } from '#platform/database/migrations/sql-files.ts';
import type { DatabaseTarget } from '#platform/database/target.ts';
import { silentLog } from '#platform/log/log.ts';

/** A folder with the first migration and these further ones. */
async function folderWith(further: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await copyFile(join(migrationsFolder, '0001_platform.sql'), join(folder, '0001_platform.sql'));
  for (const [name, text] of Object.entries(further))
    await writeFile(join(folder, `${name}.sql`), text);
  return folder;
}

async function emptyDatabase(): Promise<DatabaseTarget> {
  const superuser = inject('postgresSuperuser');
  const name = `empty_${crypto.randomUUID()}`;
  await using server = await openClient(superuser, 'test');
  await server.client.query(`create database ${escapeIdentifier(name)}`);
  onTestFinished(async () => {
    await using again = await openClient(superuser, 'test');
    await again.client.query(`drop database ${escapeIdentifier(name)} with (force)`);
  });
  return { ...superuser, database: name };
}

async function look<T extends object>(target: DatabaseTarget, query: string): Promise<T[]> {
  await using connection = await openClient(target, 'test');
  return (await connection.client.query<T>(query)).rows;
}

const applied = async (target: DatabaseTarget): Promise<string[]> => {
  await using connection = await openClient(target, 'test');
  return await appliedMigrations(connection.client);
};

describe('migrating', () => {
  it('applies what is missing, in order, as the owner, and then nothing', async () => {
    const target = await emptyDatabase();
    const folder = await folderWith({ '0002_more': 'create table platform.more (id integer)' });
    expect(await migrate(target, silentLog, folder)).toEqual(['0001_platform', '0002_more']);
    expect(await migrate(target, silentLog, folder)).toEqual([]);
    const owner = await look(target, `select tableowner from pg_tables where tablename = 'more'`);
    expect(owner).toEqual([{ tableowner: 'signalbox_migrator' }]);
  });

  it('takes a failed migration back whole and keeps those before it', async () => {
    const target = await emptyDatabase();
    const folder = await folderWith({
      '0002_good': 'create table platform.good (id integer)',
      '0003_bad': 'create table platform.half (id integer); select 1 / 0',
    });
    const failing = migrate(target, silentLog, folder);
    await expect(failing).rejects.toThrow(MigrationFailed);
    await expect(failing).rejects.toThrow('0003_bad');
    expect(await applied(target)).toEqual(['0001_platform', '0002_good']);
    expect(await look(target, `select from pg_tables where tablename = 'half'`)).toEqual([]);
    await writeFile(join(folder, '0003_bad.sql'), 'create table platform.half (id integer)');
    expect(await migrate(target, silentLog, folder)).toEqual(['0003_bad']);
  });

  it('refuses a database that a newer program made, naming both versions', async () => {
    const target = await emptyDatabase();
    await migrate(target, silentLog, await folderWith({ '0002_future': 'select 1' }));
    const older = migrate(target, silentLog, await folderWith({}));
    await expect(older).rejects.toThrow(SchemaNewer);
    await expect(older).rejects.toThrow(/0002_future.*0001_platform/);
  });

  it('from two consoles at once is done by one and found done by the other', async () => {
    const target = await emptyDatabase();
    const folder = await folderWith({
      '0002_slow': 'select pg_sleep(0.2); create table platform.slow ()',
    });
    const results = await Promise.all([
      migrate(target, silentLog, folder),
      migrate(target, silentLog, folder),
    ]);
    expect(results.toSorted((a, b) => a.length - b.length)).toEqual([
      [],
      ['0001_platform', '0002_slow'],
    ]);
  });

  it('by a program that is killed in the middle leaves nothing, and succeeds when repeated', async () => {
    const target = await emptyDatabase();
    const folder = await folderWith({
      '0002_killed': 'create table platform.killed (); select pg_sleep(0.6)',
    });
    const child = fork(join(appRoot, 'test/support/migrate-child.ts'), [
      JSON.stringify(target),
      folder,
    ]);
    const sleeping = () =>
      look(
        target,
        `select from pg_stat_activity where query like '%pg_sleep(0.6)%' and pid <> pg_backend_pid()`,
      );
    await vi.waitFor(async () => expect(await sleeping()).toHaveLength(1), {
      timeout: 10_000,
      interval: 20,
    });
    child.kill('SIGKILL');
    expect(await applied(target)).toEqual(['0001_platform']);
    expect(await migrate(target, silentLog, folder)).toEqual(['0002_killed']);
  });

  it('says what to do when the account may not migrate', async () => {
    const target = await emptyDatabase();
    await migrate(target, silentLog, await folderWith({}));
    const app = { ...inject('postgresApp'), database: target.database };
    expect(await migrate(app, silentLog, await folderWith({}))).toEqual([]);
    const refused = migrate(app, silentLog, await folderWith({ '0002_more': 'select 1' }));
    await expect(refused).rejects.toThrow(/0001_platform.*0002_more.*npm run db -- migrate/);
  });
});

async function watchedTable() {
  const target = await emptyDatabase();
  await migrate(
    target,
    silentLog,
    await folderWith({
      '0002_watched': `
        create table platform.things (id integer primary key, version integer not null default 1, updated_at timestamptz not null default now(), name text);
        select platform.watch('platform.things'); select platform.versioned('platform.things')`,
    }),
  );
  const connection = await openClient(target, 'test');
  onTestFinished(() => connection[Symbol.asyncDispose]());
  const heard: { topic: string; ids: string[] | null }[] = [];
  connection.client.on('notification', ({ payload }) =>
    heard.push(JSON.parse(payload ?? '') as never),
  );
  await connection.client.query('listen changes');
  return { client: connection.client, heard };
}

describe('a watched table', () => {
  it('tells the keys of inserted, updated and deleted rows, once a statement', async () => {
    const { client, heard } = await watchedTable();
    await client.query(`insert into platform.things (id) values (1), (2)`);
    await client.query(`update platform.things set name = 'x' where id = 1`);
    await client.query(`update platform.things set name = 'x' where id = 99`);
    await client.query(`delete from platform.things where id = 2`);
    expect(heard).toEqual([
      { topic: 'platform.things', ids: ['1', '2'] },
      { topic: 'platform.things', ids: ['1'] },
      { topic: 'platform.things', ids: ['2'] },
    ]);
  });

  it('tells only that many changed when more than 200 did', async () => {
    const { client, heard } = await watchedTable();
    await client.query(`insert into platform.things (id) select generate_series(1, 200)`);
    await client.query(`insert into platform.things (id) select generate_series(1001, 1201)`);
    expect(heard.map(({ ids }) => ids?.length ?? null)).toEqual([200, null]);
  });

  it('says nothing of a transaction that was taken back', async () => {
    const { client, heard } = await watchedTable();
    await client.query(`begin; insert into platform.things (id) values (1); rollback`);
    expect(heard).toEqual([]);
  });

  it('raises the version whatever the statement writes', async () => {
    const { client } = await watchedTable();
    await client.query(`insert into platform.things (id) values (1)`);
    await client.query(`update platform.things set version = 40`);
    const { rows } = await client.query(`select version from platform.things`);
    expect(rows).toEqual([{ version: 2 }]);
  });
});
