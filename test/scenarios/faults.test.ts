import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { openDatabase } from '#platform/database/open-database.ts';
import { silentLog } from '#platform/log/log.ts';
import { openConsole } from '#test/support/console-client.ts';
import { followMachines } from '#test/support/followed-machines.ts';
import {
  addAdministrator,
  administrator,
  chooseEmbedded,
  fillSite,
  type LiveSite,
} from '#test/support/live-site.ts';
import {
  processesOf,
  type ServerProcess,
  startServerProcess,
} from '#test/support/server-process.ts';
import {
  type SimulatorsProcess,
  startSimulatorsProcess,
} from '#test/support/simulators-process.ts';

/** How long things are killed. The release is held to a minute. */
const FAULT_SECONDS = Number(process.env['SIGNALBOX_FAULT_SECONDS'] ?? 20);
const MACHINES = 3;
const patience = { timeout: 40_000, interval: 250 };

const between = (least: number, most: number): number => least + Math.random() * (most - least);
const oneOf = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T;

/** Kills one process after another, each at a moment of its own; answers how often each. */
async function killAtRandom(server: ServerProcess, devices: SimulatorsProcess, until: number) {
  const faults = {
    database: () => server.crashDatabase(),
    server: async () => {
      await server.crash();
      await server.start();
    },
    simulators: async () => {
      await devices.crash();
      await devices.start();
    },
  };
  const killed = { database: 0, server: 0, simulators: 0 };
  const order: (keyof typeof faults)[] = ['database', 'server', 'simulators'];
  for (let turn = 0; performance.now() < until; turn += 1) {
    const fault = turn < order.length ? (order[turn] as keyof typeof faults) : oneOf(order);
    await sleep(between(500, 3_000));
    // The database may be starting again just now; there is nothing to kill then.
    await faults[fault]().then(
      () => (killed[fault] += 1),
      () => {},
    );
  }
  return killed;
}

/** Workers hold their badges to machines until told to stop; the devices may be dead at times. */
async function presentBadges(site: LiveSite, devices: SimulatorsProcess, until: number) {
  let presented = 0;
  while (performance.now() < until) {
    const { reader } = oneOf(site.machines);
    const { badge } = oneOf(site.workers);
    await devices.command(`badge ${reader} ${badge}`).then(
      () => (presented += 1),
      () => {},
    );
    await sleep(between(100, 400));
  }
  return presented;
}

interface Kept {
  readonly id: string;
  readonly machine_id: string;
  readonly ended: boolean;
  readonly starts: number;
  readonly ends: number;
  /** Sessions of the same machine at the same time. */
  readonly overlapping: number;
}

const keptSessions = `
  select s.id, s.machine_id, s.end_time is not null as ended,
    (select count(*)::int from shopfloor.machine_logs l
      where l.session_id = s.id and l.event_type = 'session-started') as starts,
    (select count(*)::int from shopfloor.machine_logs l
      where l.session_id = s.id and l.event_type = 'session-ended') as ends,
    (select count(*)::int from shopfloor.machine_sessions o
      where o.machine_id = s.machine_id and o.id <> s.id
        and tstzrange(o.start_time, o.end_time) && tstzrange(s.start_time, s.end_time)) as overlapping
  from shopfloor.machine_sessions s`;

/** Reads what the data folder holds, with nothing of the program running. */
async function readKept(dataDir: string): Promise<Map<string, Kept>> {
  await using opened = await openDatabase({
    source: { kind: 'embedded' },
    dataDir,
    clock: systemClock,
    log: silentLog,
  });
  if (!opened.server) throw new Error('The database is not the embedded one.');
  await using superuser = await openClient(opened.server.target('superuser'), 'test-look');
  const { rows } = await superuser.client.query<Kept>(keptSessions);
  return new Map(rows.map((row) => [row.id, row]));
}

it(
  `keeps every acknowledged session once, and recovers by itself, while database, server and simulators are killed for ${FAULT_SECONDS} s`,
  { timeout: (FAULT_SECONDS + 150) * 1000 },
  async () => {
    await using server = await startServerProcess();
    await using devices = await startSimulatorsProcess(MACHINES);
    await chooseEmbedded(server);
    let site: LiveSite;
    {
      using console = openConsole(server.url);
      await addAdministrator(console);
      site = await fillSite(console, devices);
    }
    const until = performance.now() + FAULT_SECONDS * 1000;
    const followed = followMachines(server.url, administrator);
    await using _following = followed;
    const [killed, presented] = await Promise.all([
      killAtRandom(server, devices, until),
      presentBadges(site, devices, until),
    ]);
    for (const times of Object.values(killed)) expect(times).toBeGreaterThan(0);
    expect(presented).toBeGreaterThan(0);

    // Nobody helps from here on: a badge must start and end sessions again on its own.
    const before = followed.started.size;
    const [machine] = site.machines;
    await vi.waitFor(async () => {
      const badge = oneOf(site.workers).badge;
      await devices.command(`badge ${machine?.reader} ${badge}`);
      await sleep(2_000);
      expect(followed.started.size).toBeGreaterThan(before);
    }, patience);
    await vi.waitFor(async () => {
      const relays = /ports ([\w ]+), e-stop/u
        .exec(await devices.command('status'))?.[1]
        ?.split(' ');
      const shown = site.machines.map(({ id }) =>
        followed.tiles.get(id)?.session ? 'released' : 'locked',
      );
      expect(relays).toEqual(shown);
    }, patience);

    await followed[Symbol.asyncDispose]();
    await server.stop();
    expect(await processesOf(server.dataDir)).toEqual([]);
    const kept = await readKept(server.dataDir);
    for (const [id, machineId] of followed.started) {
      expect(kept.get(id)).toMatchObject({ machine_id: machineId });
    }
    for (const id of followed.ended) expect(kept.get(id)?.ended).toBe(true);
    for (const session of kept.values()) {
      expect(session).toMatchObject({ starts: 1, ends: session.ended ? 1 : 0, overlapping: 0 });
    }
    expect(followed.ended.size).toBeGreaterThan(0);
  },
);
