import type { Tx } from '#platform/database/database.ts';
import type { EstopState } from '#platform/serial/node-protocol.ts';
import { addLogLine } from '../logs/logs.queries.ts';
import type { SessionRules } from '../sessions/session-rules.ts';
import { lockSession } from '../sessions/sessions.queries.ts';
import { findStoppedSessions, recordReset, recordStop } from './estops.queries.ts';
import type { AlarmedNode, NodeAlarms } from './node-alarms.ts';
import { findUnconfirmed, markNodeOffline } from './node-state.queries.ts';

/** What a node's state brings with it, whichever way it was reported; within a transaction of the caller's. */
export interface NodeSteps {
  /** The node is there again. `reset` is why it restarted, where that is known. */
  returned(tx: Tx, node: AlarmedNode, reset: string | null): Promise<void>;
  /** Running sessions become unconfirmed, and the alarm is raised. */
  lost(tx: Tx, node: AlarmedNode): Promise<void>;
  /** The hardware stops, for danger or as a drill: sessions end and starts are blocked. */
  stopped(tx: Tx, node: AlarmedNode, state: Exclude<EstopState, 'normal'>): Promise<void>;
  /** The hardware was released and reset. Nothing starts by that. */
  reset(tx: Tx, node: AlarmedNode): Promise<void>;
}

/** Makes the steps. */
export function nodeSteps(rules: SessionRules, alarms: NodeAlarms): NodeSteps {
  return {
    async returned(tx, node, reset) {
      const data = { node: node.node_id, ...(reset === null ? {} : { reset }) };
      for (const machineId of await findUnconfirmed(tx, node.id)) {
        await addLogLine(tx, { machineId, eventType: 'node-returned', data });
      }
      await alarms.nodeReturned(tx, node);
    },
    async lost(tx, node) {
      for (const machineId of await markNodeOffline(tx, node.id)) {
        await addLogLine(tx, { machineId, eventType: 'node-lost', data: { node: node.node_id } });
      }
      await alarms.nodeOffline(tx, node);
    },
    async stopped(tx, node, state) {
      const isNew = await recordStop(tx, node.id, state === 'test' ? 'test' : 'emergency_stop');
      if (isNew && state !== 'test') await alarms.stopTripped(tx, node);
      for (const sessionId of await findStoppedSessions(tx, node.id)) {
        await lockSession(tx, sessionId);
        await rules.end(tx, sessionId, 'estop', { userId: null, notes: null });
      }
    },
    async reset(tx, node) {
      await recordReset(tx, node.id);
      await alarms.stopReset(tx, node);
    },
  };
}
