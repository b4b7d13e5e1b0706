import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { Tx } from '#platform/database/database.ts';
import { type AreaOf, areaOfMachine, areasOfNodes } from './alarm-places.queries.ts';
import type { Trouble, TroubleKind } from './node-troubles.queries.ts';
import { readMachineName } from './port-commands.queries.ts';

/** A node as alarms name it. */
export interface AlarmedNode {
  readonly id: string;
  /** Business code. */
  readonly node_id: string;
  readonly name: string;
}

/** What the shop floor raises, in the transaction of what it is about. */
export interface NodeAlarms {
  nodeOffline(tx: Tx, node: AlarmedNode): Promise<void>;
  nodeReturned(tx: Tx, node: AlarmedNode): Promise<void>;
  /** Makes the nodes that are alarmed as offline be exactly these. Answers how many changed. */
  offlineAre(tx: Tx, nodes: readonly AlarmedNode[]): Promise<number>;
  /** The hardware of an emergency stop has tripped. */
  stopTripped(tx: Tx, node: AlarmedNode): Promise<void>;
  /** The hardware was released and reset. */
  stopReset(tx: Tx, node: AlarmedNode): Promise<void>;
  /** A trouble of a node began or ended; these stand now. */
  troublesAre(
    tx: Tx,
    node: AlarmedNode,
    now: {
      readonly kind: TroubleKind;
      readonly change: 'begun' | 'over';
      readonly standing: readonly Trouble[];
    },
  ): Promise<void>;
  /** A machine was not released or not locked. */
  noAnswer(
    tx: Tx,
    machineId: string,
    details: { readonly command: string; readonly error: string },
  ): Promise<void>;
  /** A node that worked alone let somebody at a machine whose right was gone. */
  revokedStart(
    tx: Tx,
    machineId: string,
    details: Readonly<Record<string, unknown>>,
  ): Promise<void>;
  /** The machine is again as it should be. */
  answered(tx: Tx, machineId: string): Promise<void>;
}

/** A node as the source of an alarm. */
export const nodeSource = (node: AlarmedNode) => ({
  type: 'node',
  id: node.id,
  name: `${node.name} (${node.node_id})`,
});

/** Where the source of an alarm is, and what many such alarms at once are grouped by. */
export const placeOf = ({ area_id: id, area_name: name }: Omit<AreaOf, 'id'>) => ({
  area: id,
  parent: { type: 'area', id, name },
});

/** Nodes as sources, each with its area. */
export async function placedNodes(tx: Tx, nodes: readonly AlarmedNode[]) {
  const ids = nodes.map(({ id }) => id);
  const areas = new Map((await areasOfNodes(tx, ids)).map((area) => [area.id, placeOf(area)]));
  return nodes.map((node) => ({ ...nodeSource(node), ...areas.get(node.id) }));
}

async function placedNode(tx: Tx, node: AlarmedNode) {
  const [source = nodeSource(node)] = await placedNodes(tx, [node]);
  return source;
}

async function placedMachine(tx: Tx, id: string) {
  const area = await areaOfMachine(tx, id);
  const name = await readMachineName(tx, id);
  return { type: 'machine', id, name, ...(area && placeOf(area)) };
}

/** The alarm that each kind of trouble belongs to. */
const troubleAlarms: Readonly<Record<TroubleKind, string>> = {
  fault: 'node_fault',
  'brown-out': 'node_fault',
  line: 'node_line_bad',
  firmware: 'firmware_failed',
};

/** Makes them on the alarm queue. */
export function nodeAlarms(alarms: AlarmRaiser): NodeAlarms {
  return {
    async nodeOffline(tx, node) {
      await alarms.raiseIn(tx, [{ alarmType: 'node_offline', source: await placedNode(tx, node) }]);
    },
    async nodeReturned(tx, node) {
      await alarms.clearIn(tx, [{ alarmType: 'node_offline', source: nodeSource(node) }]);
    },
    async offlineAre(tx, nodes) {
      const conditions = (await placedNodes(tx, nodes)).map((source) => ({ source }));
      const { raised, cleared } = await alarms.reconcileIn(tx, 'node_offline', conditions);
      return raised + cleared;
    },
    async stopTripped(tx, node) {
      await alarms.raiseIn(tx, [
        { alarmType: 'estop_tripped', source: await placedNode(tx, node) },
      ]);
    },
    async stopReset(tx, node) {
      await alarms.clearIn(tx, [{ alarmType: 'estop_tripped', source: nodeSource(node) }]);
    },
    async troublesAre(tx, node, { kind, change, standing }) {
      const alarmType = troubleAlarms[kind];
      const source = await placedNode(tx, node);
      const ours = standing.filter((trouble) => troubleAlarms[trouble.kind] === alarmType);
      if (ours.length === 0) {
        await alarms.clearIn(tx, [{ alarmType, source }]);
        return;
      }
      const message = ours.map((trouble) => trouble.message).join(' ');
      const details = { codes: ours.map(({ code }) => code) };
      const raise = [{ alarmType, source, message, details }];
      if (change === 'begun') await alarms.raiseIn(tx, raise);
      else await alarms.describeIn(tx, raise);
    },
    async noAnswer(tx, machineId, details) {
      const source = await placedMachine(tx, machineId);
      const message = `${source.name}: the command “${details.command}” failed. ${details.error}`;
      await alarms.raiseIn(tx, [{ alarmType: 'node_no_answer', source, message, details }]);
    },
    async revokedStart(tx, machineId, details) {
      const source = await placedMachine(tx, machineId);
      await alarms.raiseIn(tx, [{ alarmType: 'revoked_start', source, details }]);
    },
    async answered(tx, machineId) {
      const source = { type: 'machine', id: machineId };
      await alarms.clearIn(tx, [{ alarmType: 'node_no_answer', source }]);
    },
  };
}
