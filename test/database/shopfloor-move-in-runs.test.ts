import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { targetUrl } from '#platform/database/target-url.ts';
import { countsOf, createMoveInSite, type MoveInSite } from '#test/support/move-in-site.ts';
import { fillWorks } from '#test/support/shop-monitor.ts';
import { spoilLogs } from '#test/support/shop-monitor-records.ts';

// A machine with much else to do takes its time for a whole works.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let here: MoveInSite;

beforeEach(async () => {
  here = await createMoveInSite();
});
afterEach(() => here[Symbol.asyncDispose]());

/** Leaves a move in a phase of the log's lines, while `held` holds its statements up. */
async function leaveWhile(phase: 'reading' | 'moving', held: string): Promise<void> {
  const { admin } = here.site.db;
  const leaving = new AbortController();
  await admin.query(`begin; ${held}`);
  const left = (async () => {
    for await (const step of here.steps(leaving.signal)) {
      if (step.kind !== 'progress' || step.phase !== phase || step.table !== 'machine_logs')
        continue;
      leaving.abort(new Error('enough'));
      await admin.query('rollback');
    }
  })();
  await expect(left).rejects.toThrow('enough');
  expect(
    await here.site.value(
      'select status from shopfloor.move_in_runs order by started_at desc limit 1',
    ),
  ).toBe('interrupted');
  expect(await here.count('shopfloor.machines')).toBe(0);
}

describe('a move', () => {
  it('that is interrupted has moved nothing, and goes on where it was', async () => {
    fillWorks(here.shop, { people: 30, machines: 20, sessions: 200, logs: 6000 });
    await leaveWhile(
      'reading',
      `insert into shopfloor.move_in_rows values ('machine_logs', 4000, '{}')`,
    );
    const waiting = await here.count('shopfloor.move_in_rows');
    expect(waiting).toBeGreaterThan(200);
    await here.site.db.admin.query(
      `update shopfloor.move_in_rows set "row" = jsonb_set("row", '{name}', '"staged once"') where source_table = 'areas'`,
    );
    await leaveWhile('moving', 'lock table shopfloor.machine_logs in share mode');
    const all = await here.count('shopfloor.move_in_rows');
    const report = await here.move();
    expect(report.tables.reduce((sum, { moved }) => sum + moved, 0)).toBe(all);
    expect(countsOf(report, 'machine_logs')).toMatchObject({ moved: 6000 });
    expect(await here.count('shopfloor.machine_logs')).toBe(6000);
    expect(await here.count('shopfloor.areas', `name = 'staged once'`)).toBe(1);
  });

  it('that was taken for dead leaves the rows to the run that has begun since', async () => {
    fillWorks(here.shop, { people: 3, machines: 3, sessions: 10, logs: 50 });
    const { admin } = here.site.db;
    await admin.query('begin; lock table shopfloor.machine_logs in share mode');
    const dead = (async () => {
      for await (const step of here.steps(new AbortController().signal)) {
        if (step.kind !== 'progress' || step.phase !== 'moving') continue;
        await admin.query(`update shopfloor.move_in_runs set status = 'interrupted'; commit`);
      }
    })();
    await expect(dead).rejects.toThrow('taken for dead');
    expect(await here.count('shopfloor.machines')).toBe(0);
    expect(countsOf(await here.move(), 'machine_logs')).toMatchObject({ moved: 50 });
    expect(await here.count('shopfloor.machine_logs')).toBe(50);
  });

  it('knows one by one which lines it has moved, so that corrected ones come later', async () => {
    fillWorks(here.shop, { people: 3, machines: 3, sessions: 10, logs: 100 });
    spoilLogs(here.shop, 10);
    expect(countsOf(await here.move(), 'machine_logs')).toMatchObject({ moved: 80, rejected: 20 });
    expect(await here.count('shopfloor.move_in_stretches', `source_table = 'machine_logs'`)).toBe(
      10,
    );
    here.shop.run(`update machine_logs set machine_id = 1, timestamp = '2024-01-01 00:00:00'`);
    expect(countsOf(await here.move(), 'machine_logs')).toMatchObject({ already: 80, moved: 20 });
    expect(await here.count('shopfloor.machine_logs')).toBe(100);
  });

  it('keeps nothing when the last transaction fails', async () => {
    fillWorks(here.shop, { people: 3, machines: 3, sessions: 10, logs: 50 });
    await here.site.db.admin.query(
      `alter table shopfloor.machine_logs add constraint none_today check (moved_in is null)`,
    );
    await expect(here.move()).rejects.toThrow('none_today');
    expect(await here.count('shopfloor.machines')).toBe(0);
    expect(await here.count('shopfloor.move_in_rows')).toBe(0);
    await here.site.db.admin.query('alter table shopfloor.machine_logs drop constraint none_today');
    expect(countsOf(await here.move(), 'machine_logs')).toMatchObject({ moved: 50 });
  });

  it('is not begun beside another one, unless that one is dead', async () => {
    fillWorks(here.shop, { people: 1, machines: 1, sessions: 0, logs: 0 });
    await here.site.db.admin.query(
      `insert into shopfloor.move_in_runs (source_key, source_label, zone) values ('k', 'other', 'UTC')`,
    );
    await expect(here.move()).rejects.toThrow('move_in_runs_one_running');
    await here.site.db.admin.query(
      `update shopfloor.move_in_runs set heartbeat_at = heartbeat_at - interval '1 minute'`,
    );
    expect(countsOf(await here.move(), 'machines')).toMatchObject({ moved: 1 });
  });

  it('says in a sentence what it cannot read', async () => {
    await expect(here.rehearse({ location: join(here.folder, 'none.db') })).rejects.toThrow(
      'cannot be opened',
    );
    await expect(here.rehearse({ location: '/etc/hostname' })).rejects.toThrow('not an SQLite');
    here.shop.run('drop table zones');
    await expect(here.rehearse()).rejects.toThrow('no table zones');
  });
});

describe('a ShopMonitor in PostgreSQL', () => {
  it('is read as it stands, with its types', async () => {
    await here.site.db.admin.query(`
      create table public.users (id serial primary key, username varchar(64), email varchar(120),
        password_hash varchar(256), role_id integer, rfid_tag varchar(50), active boolean default true,
        created_at timestamp default '2024-01-01 00:00:00');
      create table public.areas (id serial primary key, name varchar(64), code varchar(10), active boolean,
        created_at timestamp default '2024-01-01 00:00:00.5');
      create table public.zones (id serial primary key, name varchar(64), area_id integer, code varchar(10),
        created_at timestamp);
      create table public.nodes (id serial primary key, node_id varchar(32), name varchar(64), ip_address inet,
        config jsonb, created_at timestamp);
      create table public.machines (id serial primary key, machine_id varchar(50), name varchar(100),
        zone_id integer, node_id integer, created_at timestamp);
      create table public.machine_logs (id serial primary key, machine_id integer, user_id integer,
        session_id integer, event_type varchar(50), event_data jsonb, timestamp timestamp, ip_address inet);
      insert into public.users (username, active) values ('lee', false);
      insert into public.areas (name, code, active) values ('Hall', 'HP', true);
      insert into public.zones (name, area_id, code) values ('Saws', 1, 'S');
      insert into public.nodes (node_id, name, ip_address, config) values ('NP', 'Node', '10.1.2.3/24', '{"beat": 1}');
      insert into public.machines (machine_id, name, zone_id, node_id) values ('PG-1', 'Saw', 1, 1);
      insert into public.machine_logs (machine_id, user_id, event_type, event_data, timestamp, ip_address)
      select 1, 1, 'started', '{"n": 1}', timestamp '2024-02-01 10:00:00.123456' + n * interval '1 s', '10.1.2.4'
      from generate_series(1, 30) as n`);
    const report = await here.move({
      kind: 'postgres',
      location: targetUrl(here.site.db.adminTarget),
    });
    expect(countsOf(report, 'machine_logs')).toMatchObject({ read: 30, moved: 30 });
    expect(countsOf(report, 'machine_sessions')).toMatchObject({ present: false });
    expect(report.sourceLabel).not.toContain(here.site.db.adminTarget.password);
    const facts = `select concat_ws(' ', line.timestamp at time zone 'UTC', host(line.ip_address), line.event_data,
        person.status, host(node.ip_address), zone.code)
      from shopfloor.machine_logs as line join identity.users as person on person.id = line.user_id
      join shopfloor.machines as machine on machine.id = line.machine_id
      join shopfloor.nodes as node on node.id = machine.node_id join shopfloor.zones as zone on zone.id = machine.zone_id
      order by line.id limit 1`;
    expect(await here.site.value(facts)).toBe(
      '2024-02-01 10:00:01.123456 10.1.2.4 {"data": {"n": 1}, "event": "started"} inactive 10.1.2.3 S',
    );
  });
});
