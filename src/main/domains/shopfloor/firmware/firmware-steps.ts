import type { Tx } from '#platform/database/database.ts';
import type { AlarmedNode } from '../nodes/node-alarms.ts';
import { addNodeReport } from '../nodes/node-history.queries.ts';
import { changeNodeStatus } from '../nodes/node-status.queries.ts';
import type { NodeTroubles } from '../nodes/node-troubles.ts';
import {
  beginInstall,
  beginTransfer,
  endUpdate,
  readUpdateDemand,
  recordProgress,
  type UpdateDemand,
  type UpdateEnd,
} from './firmware-updates.queries.ts';

/** What happens to an update of a node; within a transaction of the caller's. */
export interface FirmwareSteps {
  /** Begins the transfer, unless somebody runs a machine of the node. Answers whether it did. */
  begin(tx: Tx, node: AlarmedNode, demand: UpdateDemand): Promise<boolean>;
  progress(tx: Tx, id: string, received: number): Promise<boolean>;
  install(tx: Tx, id: string): Promise<boolean>;
  /** Ends an update; answers whether it was open. */
  end(
    tx: Tx,
    node: AlarmedNode,
    update: { readonly id: string; readonly version: string },
    end: UpdateEnd,
  ): Promise<boolean>;
  /** The node greeted with this firmware: only that makes an update a success. */
  greeted(
    tx: Tx,
    node: AlarmedNode,
    greeting: { readonly firmwareVersion: string; readonly restarted: boolean },
  ): Promise<void>;
}

const open = ['waiting', 'transferring', 'installing'] as const;
/** Once a node installs, nobody can take it back. */
const revocable = ['waiting', 'transferring'] as const;

/** Makes the steps. */
export function firmwareSteps(troubles: NodeTroubles): FirmwareSteps {
  const steps: FirmwareSteps = {
    async begin(tx, node, { id, version }) {
      if (!(await beginTransfer(tx, id, node.id))) return false;
      await changeNodeStatus(tx, node.id, 'update-begun');
      await addNodeReport(tx, node.id, { kind: 'firmware-started', firmwareVersion: version });
      return true;
    },
    progress: recordProgress,
    install: beginInstall,
    async end(tx, node, { id, version }, end) {
      const before = await endUpdate(tx, id, end, end.state === 'cancelled' ? revocable : open);
      if (before === null) return false;
      if (before !== 'waiting') await changeNodeStatus(tx, node.id, 'update-over');
      const message = end.state === 'failed' ? end.error : null;
      const kind = `firmware-${end.state}` as const;
      await addNodeReport(tx, node.id, { kind, message, firmwareVersion: version });
      if (end.state === 'done') await troubles.end(tx, node, 'firmware');
      if (end.state === 'failed') {
        const text = `Update to ${version}: ${end.error}`;
        await troubles.begin(tx, node, { kind: 'firmware', code: 'firmware', message: text });
      }
      return true;
    },
    async greeted(tx, node, { firmwareVersion, restarted }) {
      const wanted = await readUpdateDemand(tx, node.id);
      if (!wanted || wanted.state === 'waiting') return;
      if (firmwareVersion === wanted.version) {
        await steps.end(tx, node, wanted, { state: 'done' });
      } else if (wanted.state === 'installing' && restarted) {
        const error = `The node came back with ${firmwareVersion}.`;
        await steps.end(tx, node, wanted, { state: 'failed', error });
      }
    },
  };
  return steps;
}
