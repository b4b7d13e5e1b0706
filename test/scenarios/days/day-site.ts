import { type NetworkedNode, networkedNode } from '#simulators/networked-node.ts';
import { takenAway } from '#test/support/database-away.ts';
import { clockStart, setDatabaseTime } from '#test/support/database-clock.ts';
import { consoleOf, networkOf, shopfloorPermissions } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';
import {
  areaOf,
  type Deed,
  floor,
  isTrained,
  nodeOf,
  portOf,
  type Second,
  timeoutMinutes,
  zoneOf,
} from './day-plan.ts';
import type { Ledger, LedgerRow } from './ledger-model.ts';

/** The program with its database, and the nodes that people use, on one clock that a test moves. */
export interface DaySite extends AsyncDisposable {
  /** Moves the clock of database and nodes. */
  moveTo(at: Second): Promise<void>;
  act(deed: Deed): Promise<void>;
  /** Looks for sessions that have timed out, as the monitor does every five seconds while it can. */
  tick(): Promise<void>;
  /** A sign of life of every node. */
  beat(): Promise<void>;
  ledger(): Promise<Ledger>;
}

/** Nodes are heard so rarely here that they must not count as lost for it. */
const OFFLINE_AFTER_SECONDS = 3600;

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

interface Place {
  readonly areas: readonly string[];
  readonly zones: readonly string[];
  readonly nodes: readonly string[];
  readonly machines: readonly string[];
  readonly people: readonly SitePerson[];
  readonly manager: SitePerson;
}

async function addStructure(site: ShopfloorSite): Promise<Omit<Place, 'people' | 'manager'>> {
  const insert = async (statement: string, ...values: readonly unknown[]): Promise<string> =>
    (await site.value<string>(`${statement} returning id`, ...values)) ?? '';
  const areas: string[] = [];
  const zones: string[] = [];
  const nodes: string[] = [];
  const machines: string[] = [];
  for (const area of range(floor.areas)) {
    const text = 'insert into shopfloor.areas (name, code) values ($1, $1)';
    areas.push(await insert(text, `A${area}`));
  }
  for (const zone of range(floor.zones)) {
    const text = 'insert into shopfloor.zones (name, code, area_id) values ($1, $1, $2)';
    zones.push(await insert(text, `Z${zone}`, areas[areaOf(zone)]));
  }
  for (const node of range(floor.nodes)) {
    const text = `insert into shopfloor.nodes (node_id, name, zone_id, offline_after_seconds)
      values ($1, $1, $2, $3)`;
    nodes.push(await insert(text, `N${node}`, zones[zoneOf(node)], OFFLINE_AFTER_SECONDS));
  }
  for (const machine of range(floor.machines)) {
    const node = nodeOf(machine);
    machines.push(
      await site.machine({
        zoneId: zones[zoneOf(node)] ?? null,
        nodeId: nodes[node] ?? null,
        port: portOf(machine),
        timeoutMinutes: timeoutMinutes(machine),
      }),
    );
  }
  return { areas, zones, nodes, machines };
}

async function addPeople(site: ShopfloorSite, areas: readonly string[]): Promise<SitePerson[]> {
  const people: SitePerson[] = [];
  for (const person of range(floor.people)) {
    const added = await site.person({ level: null });
    people.push(added);
    for (const area of range(floor.areas).filter((number) => isTrained(person, number))) {
      await site.db.admin.query(
        `insert into identity.user_scopes (user_id, scope_type, scope_id, permission_level)
         values ($1, 'area', $2, 'operate')`,
        [added.userId, areas[area]],
      );
    }
  }
  return people;
}

async function readLedger(site: ShopfloorSite, { machines, people }: Place): Promise<Ledger> {
  const start = clockStart.getTime() / 1000;
  const { rows } = await site.db.admin.query<{
    machine_id: string;
    user_id: string;
    began: number;
    ended: number | null;
    ended_by: LedgerRow['endedBy'];
    started_offline: boolean;
  }>(
    `select machine_id, user_id, extract(epoch from start_time)::float8 - $1 as began,
       extract(epoch from end_time)::float8 - $1 as ended, ended_by, started_offline
     from shopfloor.machine_sessions order by start_time, machine_id`,
    [start],
  );
  const { rows: refused } = await site.db.admin.query<{ reason: string; count: number }>(
    `select reason, count(*)::int as count from shopfloor.machine_logs
     where event_type = 'session-refused' group by reason`,
  );
  return {
    rows: rows.map((row) => ({
      machine: machines.indexOf(row.machine_id),
      person: people.findIndex(({ userId }) => userId === row.user_id),
      start: row.began,
      end: row.ended,
      endedBy: row.ended_by,
      offline: row.started_offline,
    })),
    refusals: Object.fromEntries(refused.map(({ reason, count }) => [reason, count])),
  };
}

/** Builds the floor of the plan, with every node on and known. */
export async function createDaySite(): Promise<DaySite> {
  let away = false;
  let now: Second = 0;
  const site = await createShopfloorSite({ ownClock: true, database: takenAway(() => away) });
  const structure = await addStructure(site);
  const people = await addPeople(site, structure.areas);
  const manager = await site.person({ level: 'manage', everywhere: true });
  const place: Place = { ...structure, people, manager };
  const running = await site.start();
  const nodes: NetworkedNode[] = place.nodes.map((key, node) =>
    networkedNode({
      network: networkOf(site, key),
      id: `N${node}`,
      portCount: floor.ports,
      now: () => now * 1000,
      hostAnswers: () => !away,
    }),
  );
  const supervisor = consoleOf(site, manager, [...shopfloorPermissions, 'alarm:acknowledge']);

  const atNode = (node: number, deed: Parameters<NetworkedNode['act']>[0]) =>
    nodes[node]?.act(deed);
  const beat = async (): Promise<void> => {
    for (const node of nodes) await node.act(() => []);
  };

  async function endOther(machine: number): Promise<void> {
    const { rows } = await supervisor.sessions.list({
      machineId: place.machines[machine],
      state: 'active',
    });
    for (const { id } of rows) {
      await supervisor.sessions.endOther({ sessionId: id, reason: 'End of shift' });
    }
    await beat();
  }

  async function acknowledgeStops(): Promise<void> {
    for (const { id } of await supervisor.estops.standing()) {
      await supervisor.estops.acknowledge({ id });
    }
  }

  async function act(deed: Deed): Promise<void> {
    switch (deed.kind) {
      case 'badge': {
        const { hex: uid, technology: tech } = people[deed.person]?.badge ?? manager.badge;
        return atNode(nodeOf(deed.machine), (node) =>
          node.badge(portOf(deed.machine), { uid, tech }),
        );
      }
      case 'use':
        return atNode(nodeOf(deed.machine), (node) => node.activity(portOf(deed.machine)));
      case 'end-other':
        return endOther(deed.machine);
      case 'revoke':
        await site.db.admin.query(`update identity.badges set status = 'lost' where id = $1`, [
          people[deed.person]?.badgeId,
        ]);
        return undefined;
      case 'stop-tripped':
        await atNode(deed.node, (node) => node.setEstop('tripped'));
        return beat();
      case 'stop-reset':
        return atNode(deed.node, (node) => node.setEstop('normal'));
      case 'stop-acknowledged':
        return acknowledgeStops();
      case 'power-cut':
        return nodes[deed.node]?.powerOff();
      case 'power-back':
        return nodes[deed.node]?.powerOn();
      case 'database-away':
        away = true;
        return undefined;
      case 'database-back':
        away = false;
        return beat();
    }
  }

  await beat();
  return {
    async moveTo(at) {
      now = at;
      for (const node of nodes) node.tick();
      await setDatabaseTime(site.db.admin, new Date(clockStart.getTime() + at * 1000));
    },
    act,
    async tick() {
      if (away) return;
      const monitor = site.domain.monitors.find(({ name }) => name === 'shopfloor.session-timeout');
      await monitor?.run({
        fenced: (work) => site.platform.database.asSystem('shopfloor.session-timeout', work),
        now: new Date(),
        signal: new AbortController().signal,
      });
    },
    beat,
    ledger: () => readLedger(site, place),
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await site[Symbol.asyncDispose]();
    },
  };
}
