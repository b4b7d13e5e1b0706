import type { Database, Tx } from '#platform/database/database.ts';
import { retryConflicts } from '#platform/database/retry-conflicts.ts';
import type { EstopState } from '#platform/serial/node-protocol.ts';
import { addLogLine } from '../logs/logs.queries.ts';
import type { SessionRules } from '../sessions/session-rules.ts';
import { lockSession, recordActivity } from '../sessions/sessions.queries.ts';
import { addLineSample, type LineSample } from './line-minutes.queries.ts';
import type { NodeAlarms } from './node-alarms.ts';
import { claimNodeEvent, type NodeEventKey } from './node-events.queries.ts';
import {
  type DrivenNode,
  type LineReport,
  type NodeGreeting,
  recordHeard,
} from './node-state.queries.ts';
import { changeNodeStatus } from './node-status.queries.ts';
import type { NodeSteps } from './node-steps.ts';
import {
  confirmLock,
  confirmRelease,
  type PortDemand,
  readPortDemands,
  recordCommandFailure,
} from './port-commands.queries.ts';

/** What a node on a link did and said, kept in the database; each in one transaction. See {@link NodeSteps}. */
export interface NodeRecords {
  online(node: DrivenNode, hello: NodeGreeting): Promise<void>;
  offline(node: DrivenNode): Promise<void>;
  stopped(node: DrivenNode, state: Exclude<EstopState, 'normal'>): Promise<void>;
  reset(node: DrivenNode): Promise<void>;
  /** The node was heard; its line did this since it was last asked. */
  heard(node: DrivenNode, line: LineReport, sample: LineSample): Promise<void>;
  /** The machine at a relay was used; counted once for each report that says its name. */
  activity(node: DrivenNode, port: number, report: NodeEventKey): Promise<void>;
  demands(node: DrivenNode): Promise<PortDemand[]>;
  /** The relay is as demanded. */
  confirmed(demand: PortDemand): Promise<void>;
  /** The relay is not as demanded; a session that waits for its release ends. */
  failed(node: DrivenNode, demand: PortDemand, error: string): Promise<void>;
}

/** What the records are written with. */
export interface RecordServices {
  readonly database: Database;
  readonly rules: SessionRules;
  readonly alarms: NodeAlarms;
  readonly steps: NodeSteps;
}

/**
 * Keeps in `tx` that a command for a session failed: a session still waiting for its release ends,
 * because nobody got the machine. Answers whether anybody was still waiting.
 */
export async function failCommand(
  tx: Tx,
  { rules, alarms }: Pick<RecordServices, 'rules' | 'alarms'>,
  sessionId: string,
  error: string,
): Promise<boolean> {
  await lockSession(tx, sessionId);
  const failure = await recordCommandFailure(tx, sessionId, error);
  if (!failure) return false;
  const { machine_id: machineId, active } = failure;
  const data = { error, command: active ? 'release' : 'lock' };
  await addLogLine(tx, { machineId, sessionId, eventType: 'node-no-answer', data });
  await alarms.noAnswer(tx, machineId, data);
  if (active)
    await rules.end(tx, sessionId, 'timeout', { userId: null, notes: null, notReleased: true });
  return true;
}

/**
 * Counts a use of the machine at a relay in `tx`, unless its report was counted before: by a
 * transaction whose answer got lost, after which the console keeps the report to write it later.
 */
export async function countUse(
  tx: Tx,
  nodeKey: string,
  port: number,
  report: NodeEventKey,
): Promise<void> {
  if (!(await claimNodeEvent(tx, report, { kind: 'kept' }))) return;
  await recordActivity(tx, nodeKey, port, 1);
}

/** Makes the records. */
export function nodeRecords({ database, rules, alarms, steps }: RecordServices): NodeRecords {
  const write = <T>(work: (tx: Tx) => Promise<T>) =>
    retryConflicts(() => database.asSystem('shopfloor.node', work, { keepPlans: true }));

  async function keepConfirmed(tx: Tx, demand: PortDemand, sessionId: string): Promise<void> {
    const { machine_id: machineId, released } = demand;
    const changed = await (released ? confirmRelease : confirmLock)(tx, sessionId);
    if (!changed) return;
    const eventType = released ? 'machine-released' : 'machine-locked';
    await addLogLine(tx, { machineId, sessionId, eventType });
    await alarms.answered(tx, machineId);
  }

  return {
    online: (node, hello) => write((tx) => steps.greeted(tx, node, hello)),
    offline: (node) => write((tx) => steps.lost(tx, node)),
    stopped: (node, state) => write((tx) => steps.stopped(tx, node, state)),
    reset: (node) => write((tx) => steps.reset(tx, node)),
    heard: (node, line, sample) =>
      write(async (tx) => {
        await recordHeard(tx, node.id, line);
        await changeNodeStatus(tx, node.id, 'heard');
        await addLineSample(tx, node.id, sample);
      }),
    activity: (node, port, report) => write((tx) => countUse(tx, node.id, port, report)),
    demands: (node) => write((tx) => readPortDemands(tx, node.id)),
    async confirmed(demand) {
      const { session_id: sessionId } = demand;
      if (sessionId) await write((tx) => keepConfirmed(tx, demand, sessionId));
    },
    async failed(node, demand, error) {
      const { session_id: sessionId } = demand;
      const text = `${node.name} (${node.node_id}): ${error}`;
      if (sessionId) await write((tx) => failCommand(tx, { rules, alarms }, sessionId, text));
    },
  };
}
