import type { Tx } from '#platform/database/database.ts';
import type { EstopState } from '#platform/serial/node-protocol.ts';
import { stopStep } from '../estops/stop-steps.ts';
import type { FirmwareSteps } from '../firmware/firmware-steps.ts';
import { addLogLine } from '../logs/logs.queries.ts';
import type { SessionRules } from '../sessions/session-rules.ts';
import type { AlarmedNode, NodeAlarms } from './node-alarms.ts';
import { addNodeReport, findBrownOuts } from './node-history.queries.ts';
import {
  findUnconfirmed,
  forgetConfig,
  lockGreetingNode,
  markNodeOnline,
  markUnconfirmed,
  type NodeGreeting,
} from './node-state.queries.ts';
import { brownOutsAnHour } from './node-status.ts';
import { changeNodeStatus } from './node-status.queries.ts';
import type { NodeTroubles } from './node-troubles.ts';

/** What a node's state brings with it, whichever way it was reported; within a transaction of the caller's. */
export interface NodeSteps {
  /** The node introduced itself, after a start or because its link is new. */
  greeted(tx: Tx, node: AlarmedNode, hello: NodeGreeting): Promise<void>;
  /** The node is there again. `reset` is why it restarted, where that is known. */
  returned(tx: Tx, node: AlarmedNode, reset: string | null): Promise<void>;
  /** Running sessions become unconfirmed, and the alarm is raised unless the node is being updated. */
  lost(tx: Tx, node: AlarmedNode): Promise<void>;
  /** The hardware stops, for danger or as a drill: sessions end and starts are blocked. */
  stopped(tx: Tx, node: AlarmedNode, state: Exclude<EstopState, 'normal'>): Promise<void>;
  /** The hardware was released and reset. Nothing starts by that. */
  reset(tx: Tx, node: AlarmedNode): Promise<void>;
}

/** What the steps are made of. */
export interface StepServices {
  readonly rules: SessionRules;
  readonly alarms: NodeAlarms;
  readonly troubles: NodeTroubles;
  readonly firmware: FirmwareSteps;
}

/** Makes the steps. */
export function nodeSteps({ rules, alarms, troubles, firmware }: StepServices): NodeSteps {
  const stop = stopStep(rules, alarms);

  /** What a node reported of the run before says nothing of this one; what stands it reports again. */
  async function restarted(tx: Tx, node: AlarmedNode, hello: NodeGreeting) {
    const { resetReason, configVersion } = hello;
    await addNodeReport(tx, node.id, { kind: 'restarted', code: resetReason });
    await troubles.end(tx, node, 'fault');
    if (configVersion === null) await forgetConfig(tx, node.id);
    if (resetReason !== 'brown-out') return;
    if (!(await findBrownOuts(tx, brownOutsAnHour)).includes(node.id)) return;
    const message = `It restarted by brown-out ${brownOutsAnHour} times within an hour: its supply sags.`;
    await troubles.begin(tx, node, { kind: 'brown-out', code: 'brown-out', message });
  }

  return {
    async greeted(tx, node, hello) {
      const known = await lockGreetingNode(tx, node.id);
      if (!known) return;
      await markNodeOnline(tx, node.id, hello);
      const isNew = known.boot_id !== hello.bootId;
      if (isNew) await restarted(tx, node, hello);
      const { reportedType: type } = hello;
      if (type !== null && type !== known.node_type && type !== known.reported_type) {
        await addNodeReport(tx, node.id, { kind: 'wrong-type', code: type });
      }
      const { firmwareVersion } = hello;
      await firmware.greeted(tx, node, { firmwareVersion, restarted: isNew });
      await this.returned(tx, node, hello.resetReason);
    },
    async returned(tx, node, reset) {
      await changeNodeStatus(tx, node.id, 'heard');
      const data = { node: node.node_id, ...(reset === null ? {} : { reset }) };
      for (const machineId of await findUnconfirmed(tx, node.id)) {
        await addLogLine(tx, { machineId, eventType: 'node-returned', data });
      }
      await alarms.nodeReturned(tx, node);
    },
    async lost(tx, node) {
      const status = await changeNodeStatus(tx, node.id, 'lost');
      for (const machineId of await markUnconfirmed(tx, node.id)) {
        await addLogLine(tx, { machineId, eventType: 'node-lost', data: { node: node.node_id } });
      }
      // A node that is being updated restarts; the update itself has a time-out.
      if (status === 'offline') await alarms.nodeOffline(tx, node);
    },
    stopped: (tx, node, state) => stop(tx, node, state === 'test' ? 'tested' : 'tripped'),
    reset: (tx, node) => stop(tx, node, 'reset'),
  };
}
