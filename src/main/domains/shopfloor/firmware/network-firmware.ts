import type { NodeReport } from '#contract/shopfloor/ingest-reports.ts';
import type { FirmwareOrder, FirmwarePiece } from '#contract/shopfloor/ingest.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { AlarmedNode } from '../nodes/node-alarms.ts';
import { readPieceFrom } from './firmware-images.queries.ts';
import { firmwareFailed } from './firmware-pusher.ts';
import type { FirmwareSteps } from './firmware-steps.ts';
import { readUpdateDemand } from './firmware-updates.queries.ts';

/** New firmware for nodes that fetch it themselves, in order, from where they have it. */
export interface NetworkFirmware {
  /** Takes in `tx` how far the node says it is; one that has all of it is told to install it. */
  take(tx: Tx, node: AlarmedNode, report: Extract<NodeReport, { t: 'fw' }>): Promise<void>;
  /** What the node is to fetch or install; an update that waits begins unless somebody runs its machines. */
  order(node: AlarmedNode): Promise<FirmwareOrder | null>;
  /** The file from `offset` on; null where the node is to fetch nothing. */
  piece(node: AlarmedNode, offset: number): Promise<FirmwarePiece | null>;
}

/** Bytes of a firmware in one answer. */
const PIECE_BYTES = 49_152;

const task = 'shopfloor.network-firmware';

/** Makes it. */
export function networkFirmware(database: Database, steps: FirmwareSteps): NetworkFirmware {
  return {
    async take(tx, node, { version, received, state, err }) {
      const demand = await readUpdateDemand(tx, node.id);
      if (demand?.version !== version || demand.state === 'waiting') return;
      if (state === 'failed') {
        await steps.end(tx, node, demand, { state: 'failed', error: firmwareFailed(err) });
        return;
      }
      await steps.progress(tx, demand.id, Math.min(received, demand.size));
      if (received >= demand.size) await steps.install(tx, demand.id);
    },
    order: (node) =>
      database.asSystem(task, async (tx) => {
        const demand = await readUpdateDemand(tx, node.id);
        if (!demand) return null;
        const { version, size, sha256, state, busy } = demand;
        if (state === 'waiting' && (busy || !(await steps.begin(tx, node, demand)))) return null;
        return { version, size, sha256, install: state === 'installing' };
      }),
    piece: (node, offset) =>
      database.asSystem(task, async (tx) => {
        const demand = await readUpdateDemand(tx, node.id);
        if (!demand || demand.state === 'waiting') return null;
        const data = await readPieceFrom(tx, demand.imageId, offset, PIECE_BYTES);
        return { version: demand.version, offset, data: data.toString('base64') };
      }),
  };
}
