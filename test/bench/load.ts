import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeSimulator } from '#simulators/node-simulator.ts';
import { seededRandom } from '#simulators/seeded-random.ts';
import { connectAs } from './bench-database.ts';
import { type Figure, figure, percentile, timeFigures } from './figures.ts';
import { LINKS, type LoadMachine, type LoadSite, startLoadSite } from './load-site.ts';
import { processorSeconds, residentMegabytes } from './process-use.ts';

/** A badge shown again within this time is taken for the same showing. With something to spare. */
const APART_MS = 2500;
/** Longest that a person works or rests beyond that. */
const AT_MOST_MS = 4000;
/** A program that is starved by its machine is slow, and loses nothing. */
const PATIENCE_MS = 120_000;
/** A reader's last badge and a node's last movement come by different ways. */
const SETTLE_MS = 500;
const WARM_UP_MS = 1500;

/** What one person did, and what the program must have kept of it. */
interface Worked {
  readonly machine: LoadMachine;
  sessions: number;
  activities: number;
  /** Badges upon which nothing happened; whoever showed one goes home. */
  unanswered: number;
  readonly releasedMs: number[];
  readonly lockedMs: number[];
}

/** Whether a port came to a state in time. */
async function reaches(node: NodeSimulator, port: number, state: string): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  while (node.ports[port] !== state) {
    if (performance.now() > end) return false;
    await sleep(1);
  }
  return true;
}

/** The node that guards a machine, and the machine's own reader; null where it has none. */
function devicesOf({ devices: { devices } }: LoadSite, machine: LoadMachine) {
  const node = devices.get(machine.node)?.device;
  const own = devices.get(machine.reader ?? '')?.device ?? null;
  if (node?.kind !== 'node' || own?.kind === 'node') throw new Error('No such device.');
  return { node, own };
}

/** Somebody comes to a machine, works and leaves, again and again until `end`. */
async function work(
  site: LoadSite,
  machine: LoadMachine,
  random: () => number,
  end: number,
): Promise<Worked> {
  const { port, badge } = machine;
  const { node, own } = devicesOf(site, machine);
  const worked: Worked = {
    machine,
    sessions: 0,
    activities: 0,
    unanswered: 0,
    releasedMs: [],
    lockedMs: [],
  };

  /** Shows the badge and waits for the relay; false where nothing happened. */
  async function show(state: 'released' | 'locked', times: number[]): Promise<boolean> {
    const started = performance.now();
    if (own) own.tap(badge);
    else node.badge(badge, port, 'em4100');
    const done = await reaches(node, port, state);
    if (done) times.push(performance.now() - started);
    else worked.unanswered += 1;
    return done;
  }

  await sleep(random() * AT_MOST_MS);
  while (performance.now() < end) {
    if (!(await show('released', worked.releasedMs))) break;
    worked.sessions += 1;
    await sleep(APART_MS - SETTLE_MS);
    for (let left = random() * AT_MOST_MS; left > 0; left -= 1000) {
      node.activity(port);
      worked.activities += 1;
      await sleep(Math.min(left, 1000));
    }
    await sleep(SETTLE_MS);
    if (!(await show('locked', worked.lockedMs))) break;
    await sleep(APART_MS + random() * AT_MOST_MS);
  }
  return worked;
}

/** What the database keeps of each machine. */
interface Kept {
  readonly id: string;
  readonly sessions: number;
  readonly active: number;
  readonly activities: number;
  readonly released: number;
  readonly locked: number;
}

async function readKept(site: LoadSite): Promise<ReadonlyMap<string, Kept>> {
  await using superuser = await connectAs(site.server.dataDir, 'superuser');
  const { rows } = await superuser.query<Kept>(
    `select machine_id as id, count(*)::int as sessions, count(*) filter (where active)::int as active,
       sum(activity_count)::int as activities,
       (select count(*)::int from shopfloor.machine_logs line
         where line.machine_id = session.machine_id and event_type = 'machine-released') as released,
       (select count(*)::int from shopfloor.machine_logs line
         where line.machine_id = session.machine_id and event_type = 'machine-locked') as locked
     from shopfloor.machine_sessions session group by machine_id`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Counts events that are missing and that are there twice, over all machines. */
function compare(all: readonly Worked[], kept: ReadonlyMap<string, Kept>) {
  let lost = 0;
  let doubled = 0;
  function note(did: number, has: number): void {
    lost += Math.max(0, did - has);
    doubled += Math.max(0, has - did);
  }
  for (const { machine, sessions, activities } of all) {
    const row = kept.get(machine.id);
    note(sessions, row?.sessions ?? 0);
    note(sessions, (row?.sessions ?? 0) - (row?.active ?? 0));
    note(sessions, row?.released ?? 0);
    note(sessions, row?.locked ?? 0);
    note(activities, row?.activities ?? 0);
  }
  return { lost, doubled };
}

/** Forty machines at which people come and go over twenty links, for so many seconds. */
export async function benchLoad(seconds: number): Promise<Figure[]> {
  await using site = await startLoadSite();
  await sleep(WARM_UP_MS);
  const { pid } = site.server;
  const before = { memory: await residentMegabytes(pid), processor: await processorSeconds(pid) };
  const started = performance.now();
  const all = await Promise.all(
    site.machines.map((machine, seed) =>
      work(site, machine, seededRandom(seed + 1), started + seconds * 1000),
    ),
  );
  const tookSeconds = (performance.now() - started) / 1000;
  const processor = (await processorSeconds(pid)) - before.processor;
  await sleep(WARM_UP_MS);
  const { lost, doubled } = compare(all, await readKept(site));
  const times = (pick: (worked: Worked) => readonly number[], own: boolean): number[] =>
    all.filter(({ machine }) => (machine.reader !== null) === own).flatMap(pick);
  const atNode = times(({ releasedMs }) => releasedMs, false);
  const memory = await residentMegabytes(pid);
  const events = all.reduce((sum, { sessions, activities }) => sum + 2 * sessions + activities, 0);
  const what = `${site.machines.length} machines, ${LINKS} links`;
  return [
    figure(`${what}: time`, tookSeconds, 's'),
    figure(`${what}: badges and movements`, events, ''),
    ...timeFigures(`${what}: badge at the node → released`, atNode, 150),
    figure(`${what}: badge at the node → released, p99`, percentile(atNode, 0.99), 'ms'),
    ...timeFigures(
      `${what}: badge at a reader → released`,
      times(({ releasedMs }) => releasedMs, true),
      250,
    ),
    ...timeFigures(
      `${what}: badge at the node → locked`,
      times(({ lockedMs }) => lockedMs, false),
      150,
    ),
    figure(
      `${what}: badges without effect`,
      all.reduce((sum, { unanswered }) => sum + unanswered, 0),
      '',
      0,
    ),
    figure(`${what}: events lost`, lost, '', 0),
    figure(`${what}: events doubled`, doubled, '', 0),
    figure(`${what}: one core used by the server`, (100 * processor) / tookSeconds, '%'),
    figure(`${what}: memory of the server at the start`, before.memory, 'MB'),
    figure(`${what}: memory of the server at the end`, memory, 'MB'),
  ];
}
