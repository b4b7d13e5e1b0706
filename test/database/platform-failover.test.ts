import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { createDatabase } from '#platform/database/create-database.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { EmbeddedServer } from '#platform/database/embedded/server.ts';
import { DatabaseReadOnly } from '#platform/database/errors.ts';
import { silentLog } from '#platform/log/log.ts';
import { startOwnServer } from '#test/support/embedded-site.ts';
import { startStandby } from '#test/support/standby.ts';

const insert = (key: number) => (tx: Tx) => sql`insert into public.ops values (${key})`.execute(tx);

async function keys(database: Database, replica = false): Promise<number[]> {
  const { rows } = await database.asSystem(
    'test',
    (tx) => sql<{ key: number }>`select key from public.ops order by key`.execute(tx),
    { replica },
  );
  return rows.map(({ key }) => key);
}

async function onServer(server: EmbeddedServer, statement: string): Promise<void> {
  await using connection = await openClient(server.target('superuser'), 'test');
  await connection.client.query(statement);
}

const patient = { timeout: 20_000, interval: 50 };

describe('two servers, of which one is a standby', { timeout: 120_000 }, () => {
  it('are told apart by who takes changes, before and after the primary is lost', async () => {
    const primary = await startOwnServer();
    await onServer(primary, 'create table public.ops (key integer primary key)');
    await onServer(primary, 'grant select, insert on public.ops to signalbox_app');
    const standby = await startStandby(primary);
    const [first] = standby.target('app').endpoints;
    const [second] = primary.target('app').endpoints;
    await using database = createDatabase(
      { ...primary.target('app'), endpoints: [first, second] },
      { clock: systemClock, log: silentLog, replicas: [standby.target('app')] },
    );

    await expect(database.asSystem('test', insert(1))).rejects.toThrow(DatabaseReadOnly);
    await vi.waitFor(() => expect(database.state.kind).toBe('online'), patient);
    await database.asSystem('test', insert(2));
    await vi.waitFor(async () => expect(await keys(database, true)).toEqual([2]), patient);

    await primary[Symbol.asyncDispose]();
    await onServer(standby, 'select pg_promote()');
    await vi.waitFor(() => database.asSystem('test', insert(3)), patient);
    expect(await keys(database)).toEqual([2, 3]);
    await vi.waitFor(() => expect(database.state.kind).toBe('online'), patient);
  });
});
