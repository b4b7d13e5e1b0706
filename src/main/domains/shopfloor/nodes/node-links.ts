import { randomUUID } from 'node:crypto';
import type { ChangeBatch } from '#platform/changes/changes.ts';
import type { Platform } from '#platform/platform.ts';
import type { Trace } from '#platform/serial/trace.ts';
import { outputNodesConcerned } from '../accessories/outputs.queries.ts';
import { type DriverServices, driveNode, type NodeDriver } from './node-driver.ts';
import { holdLeases, releaseLeases } from './node-leases.queries.ts';
import { type DrivenNode, listDrivenNodes } from './node-state.queries.ts';
import { nodesConcerned } from './port-commands.queries.ts';

/** A lease lasts this long unless it is renewed: another process takes over after that. Milliseconds. */
const LEASE_MS = 6000;
/** How often leases are renewed and new nodes looked for. Milliseconds. */
const RENEW_MS = 2000;

const task = 'shopfloor.node-links';
const topics = [
  'shopfloor.nodes',
  'shopfloor.machines',
  'shopfloor.machine_sessions',
  'shopfloor.accessory_io',
  'shopfloor.estop_events',
  'shopfloor.firmware_updates',
];

/** What the engine needs. */
export type NodeLinksServices = Pick<Platform, 'database' | 'changes' | 'host'> & DriverServices;

function idsOf(batch: Extract<ChangeBatch, { kind: 'changes' }>, topic: string): string[] | null {
  const changes = batch.changes.filter((change) => change.topic === topic);
  if (changes.some(({ ids }) => ids === null)) return null;
  return changes.flatMap(({ ids }) => ids ?? []);
}

/** The links to nodes that this process holds. */
export interface NodeLinks extends AsyncDisposable {
  /** What goes over the link of a node; null where this process does not drive it. */
  trace(nodeKey: string): Trace | null;
}

/**
 * Drives the nodes that this installation may reach and that no other process holds. Disposing
 * closes all links and gives the leases back.
 */
export function startNodeLinks(services: NodeLinksServices): NodeLinks {
  const { database, changes, host, clock, log } = services;
  const holder = `${host.installationId}:${randomUUID()}`;
  const stopping = new AbortController();
  const drivers = new Map<string, NodeDriver>();
  /** Endpoints that cannot be opened as they stand, by node; said once. */
  const refused = new Map<string, string>();
  /** Monotonic time until which this process may be sure of its leases. */
  let heldUntil = Number.NEGATIVE_INFINITY;
  let turning = false;

  const mayDrive = (): boolean => clock.monotonic() < heldUntil;

  async function stop(driver: NodeDriver): Promise<void> {
    drivers.delete(driver.node.id);
    await driver[Symbol.asyncDispose]();
  }

  /** Drives exactly these nodes; one whose endpoint or code changed is opened anew. */
  async function driveExactly(nodes: readonly DrivenNode[]): Promise<void> {
    const wanted = new Map(nodes.map((node) => [node.id, node]));
    const stale = [...drivers.values()].filter(({ node }) => {
      const now = wanted.get(node.id);
      return !now || now.endpoint !== node.endpoint || now.node_id !== node.node_id;
    });
    await Promise.all(stale.map(stop));
    for (const node of nodes) {
      if (drivers.has(node.id) || stopping.signal.aborted) continue;
      if (refused.get(node.id) !== node.endpoint) open(node);
    }
  }

  function open(node: DrivenNode): void {
    try {
      drivers.set(node.id, driveNode(node, services, mayDrive));
      refused.delete(node.id);
    } catch (error) {
      refused.set(node.id, node.endpoint);
      log.error('A node has an endpoint that cannot be opened', error, { node: node.node_id });
    }
  }

  async function turn(): Promise<void> {
    const askedAt = clock.monotonic();
    const nodes = await database.asSystem(task, async (tx) => {
      const found = await listDrivenNodes(tx, host.installationId);
      const keys = found.map(({ id }) => id);
      const held = new Set(await holdLeases(tx, holder, keys, LEASE_MS));
      return found.filter(({ id }) => held.has(id));
    });
    heldUntil = askedAt + LEASE_MS;
    await driveExactly(nodes);
  }

  async function renew(): Promise<void> {
    if (turning || stopping.signal.aborted) return;
    turning = true;
    try {
      await turn();
    } catch (error) {
      log.error('The leases of nodes could not be renewed', error);
      if (!mayDrive()) await driveExactly([]);
    } finally {
      turning = false;
    }
  }

  async function lookAt(batch: ChangeBatch): Promise<void> {
    if (batch.kind === 'gap') return lookAtAll();
    if (batch.changes.some(({ topic }) => topic === 'shopfloor.estop_events')) return lookAtAll();
    const sessions = idsOf(batch, 'shopfloor.machine_sessions');
    const machines = idsOf(batch, 'shopfloor.machines');
    const accessories = idsOf(batch, 'shopfloor.accessory_io');
    if (sessions === null || machines === null || accessories === null) return lookAtAll();
    for (const topic of ['shopfloor.nodes', 'shopfloor.firmware_updates']) {
      const keys = idsOf(batch, topic) ?? [...drivers.keys()];
      for (const key of keys) drivers.get(key)?.lookAtUpkeep();
    }
    if (drivers.size === 0 || sessions.length + machines.length + accessories.length === 0) {
      return undefined;
    }
    const found = await database.asSystem(task, async (tx) => ({
      released: await nodesConcerned(tx, sessions, machines),
      switched: await outputNodesConcerned(tx, sessions, accessories),
    }));
    for (const node of found.released) drivers.get(node)?.look();
    for (const node of found.switched) drivers.get(node)?.recall();
    return undefined;
  }

  function lookAtAll(): void {
    for (const driver of drivers.values()) {
      driver.look();
      driver.recall();
      driver.lookAtUpkeep();
    }
  }

  async function follow(): Promise<void> {
    for await (const batch of changes.watch(topics, stopping.signal)) {
      try {
        await lookAt(batch);
      } catch (error) {
        log.error('Changes of sessions were not passed on to their nodes', error);
        lookAtAll();
      }
    }
  }

  const following = follow();
  const rightsChanged = services.rights.onChange(() => {
    for (const driver of drivers.values()) driver.lookAtRights();
  });
  const renewing = clock.every(RENEW_MS, () => void renew());
  void renew();

  return {
    trace: (nodeKey) => drivers.get(nodeKey)?.trace ?? null,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      renewing[Symbol.dispose]();
      rightsChanged[Symbol.dispose]();
      await following;
      await Promise.all([...drivers.values()].map(stop));
      try {
        await database.asSystem(task, (tx) => releaseLeases(tx, holder));
      } catch (error) {
        log.warn('The leases of nodes were not given back; they run out by themselves', {
          reason: error instanceof Error ? error.name : 'unknown',
        });
      }
    },
  };
}
