import type { Tx } from '#platform/database/database.ts';
import type { AlarmedNode, NodeAlarms } from '../nodes/node-alarms.ts';
import { lockCircuit, recordPastReset, recordPastStop, recordPresences } from './estops.queries.ts';
import { SEEN_WITHIN_MINUTES } from './stop-steps.ts';
import { stepCircuit } from './stop-circuit.ts';

/** Lets what the hardware of a stop circuit did at `at`, while nobody listened, happen now. */
export type PastStopStep = (
  tx: Tx,
  node: AlarmedNode,
  happened: 'tripped' | 'tested' | 'reset',
  at: string,
) => Promise<void>;

/**
 * Makes the step; `endSessions` ends what ran at the node's machines then. A drill needs a host, so
 * none ran: a stop told later was for danger unless the hardware says itself that it was tested.
 */
export function pastStopStep(
  alarms: NodeAlarms,
  endSessions: (tx: Tx, nodeKey: string, at: string) => Promise<void>,
): PastStopStep {
  async function reset(tx: Tx, node: AlarmedNode, at: string): Promise<void> {
    await recordPastReset(tx, node.id, at);
    // A stop that began after that reset stands, and so does its alarm.
    const { circuit } = await lockCircuit(tx, node.id);
    if (circuit.open === null) await alarms.stopReset(tx, node);
  }

  return async (tx, node, happened, at) => {
    const { circuit } = await lockCircuit(tx, node.id);
    if (happened === 'reset') return reset(tx, node, at);
    const { effects } = stepCircuit(circuit, { kind: happened, inDrill: false });
    for (const effect of effects) {
      if (effect.kind === 'record') {
        const stop = await recordPastStop(tx, node.id, effect.as, at);
        await recordPresences(tx, stop, SEEN_WITHIN_MINUTES);
      } else if (effect.kind === 'raise-alarm') await alarms.stopTripped(tx, node);
      else if (effect.kind === 'end-sessions') await endSessions(tx, node.id, at);
    }
    return undefined;
  };
}
