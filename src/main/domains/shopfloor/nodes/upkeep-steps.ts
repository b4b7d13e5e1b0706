import type { Tx } from '#platform/database/database.ts';
import type { AlarmedNode } from './node-alarms.ts';
import { recordDevice, type SeenDevice } from './bluetooth.queries.ts';
import { recordApplied, recordConfigFailure } from './node-configs.queries.ts';
import { addNodeReport } from './node-history.queries.ts';
import type { NodeTroubles } from './node-troubles.ts';

/** A fault as a node reports it. */
export interface NodeFault {
  readonly code: string;
  readonly message: string;
  readonly active: boolean;
}

/** Faults, surroundings and settings of nodes, whichever way a node tells them; within a transaction of the caller's. */
export interface UpkeepSteps {
  /** A fault of the node began or is over. */
  fault(tx: Tx, node: AlarmedNode, fault: NodeFault): Promise<void>;
  /** The node sees a Bluetooth device. */
  device(tx: Tx, nodeKey: string, device: SeenDevice): Promise<void>;
  /** The node has this version of its settings. */
  configApplied(tx: Tx, nodeKey: string, version: number): Promise<void>;
  configFailed(tx: Tx, nodeKey: string, version: number, error: string): Promise<void>;
}

/** Makes the steps. */
export function upkeepSteps(troubles: NodeTroubles): UpkeepSteps {
  return {
    async fault(tx, node, { code, message, active }) {
      if (active) await troubles.begin(tx, node, { kind: 'fault', code, message });
      else await troubles.end(tx, node, 'fault', code);
    },
    device: recordDevice,
    async configApplied(tx, nodeKey, version) {
      if (!(await recordApplied(tx, nodeKey, version))) return;
      await addNodeReport(tx, nodeKey, { kind: 'config-applied', code: String(version) });
    },
    async configFailed(tx, nodeKey, version, error) {
      if (!(await recordConfigFailure(tx, nodeKey, version, error))) return;
      const report = { kind: 'config-failed', code: String(version), message: error } as const;
      await addNodeReport(tx, nodeKey, report);
    },
  };
}
