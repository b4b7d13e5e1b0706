import type { Tx } from '#platform/database/database.ts';
import type { AlarmedNode, NodeAlarms } from '../nodes/node-alarms.ts';
import type { SessionRules } from '../sessions/session-rules.ts';
import { lockSession } from '../sessions/sessions.queries.ts';
import {
  findStoppedSessions,
  type LockedCircuit,
  lockCircuit,
  recordPresences,
  recordReset,
  recordStop,
} from './estops.queries.ts';
import { type CircuitEffect, type CircuitEvent, stepCircuit } from './stop-circuit.ts';

/** Whoever was at a machine of the zone within this time before a stop may still be there. Minutes. */
export const SEEN_WITHIN_MINUTES = 15;

/** Lets something happen to the stop circuit that a node sees, and does what follows from it. */
export type StopStep = (
  tx: Tx,
  node: AlarmedNode,
  happened: 'tripped' | 'tested' | 'reset',
) => Promise<void>;

/** Makes the step. Who is there is written down before the sessions end. */
export function stopStep(rules: SessionRules, alarms: NodeAlarms): StopStep {
  async function endSessions(tx: Tx, nodeKey: string): Promise<void> {
    for (const sessionId of await findStoppedSessions(tx, nodeKey)) {
      await lockSession(tx, sessionId);
      await rules.end(tx, sessionId, 'estop', { userId: null, notes: null });
    }
  }

  async function carryOut(tx: Tx, node: AlarmedNode, effect: CircuitEffect, at: LockedCircuit) {
    switch (effect.kind) {
      case 'record':
        return recordPresences(
          tx,
          await recordStop(tx, node.id, effect.as, at.drillId),
          SEEN_WITHIN_MINUTES,
        );
      case 'record-reset':
        return recordReset(tx, node.id);
      case 'raise-alarm':
        return alarms.stopTripped(tx, node);
      case 'clear-alarm':
        return alarms.stopReset(tx, node);
      case 'end-sessions':
        return endSessions(tx, node.id);
    }
  }

  return async (tx, node, happened) => {
    const at = await lockCircuit(tx, node.id);
    const inDrill = at.drillId !== null;
    const event: CircuitEvent =
      happened === 'reset' ? { kind: happened } : { kind: happened, inDrill };
    const { effects } = stepCircuit(at.circuit, event);
    for (const effect of effects) await carryOut(tx, node, effect, at);
  };
}
