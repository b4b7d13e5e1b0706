import type { Database, Tx } from '#platform/database/database.ts';
import { retryConflicts } from '#platform/database/retry-conflicts.ts';
import { readPieces } from '../firmware/firmware-images.queries.ts';
import type { FirmwareSteps } from '../firmware/firmware-steps.ts';
import { readUpdateDemand, type UpdateDemand } from '../firmware/firmware-updates.queries.ts';
import type { SeenDevice } from './bluetooth.queries.ts';
import { type ConfigDemand, readConfigDemand } from './node-configs.queries.ts';
import type { DrivenNode } from './node-state.queries.ts';
import type { NodeFault, UpkeepSteps } from './upkeep-steps.ts';

/** Settings, firmware, faults and surroundings of nodes in the database; each in one transaction. */
export interface UpkeepRecords {
  /** A fault of the node began or is over. */
  fault(node: DrivenNode, fault: NodeFault): Promise<void>;
  /** The node sees a Bluetooth device. */
  device(node: DrivenNode, device: SeenDevice): Promise<void>;
  configDemand(node: DrivenNode): Promise<ConfigDemand | null>;
  /** The node has this version of its settings. */
  configApplied(node: DrivenNode, version: number): Promise<void>;
  configFailed(node: DrivenNode, version: number, error: string): Promise<void>;
  firmwareDemand(node: DrivenNode): Promise<UpdateDemand | null>;
  firmwareFile(imageId: string): Promise<Buffer>;
  /** Each answers whether the update is still wanted. */
  firmwareBegin(node: DrivenNode, demand: UpdateDemand): Promise<boolean>;
  firmwareProgress(id: string, received: number): Promise<boolean>;
  firmwareInstall(id: string): Promise<boolean>;
  firmwareFailed(node: DrivenNode, demand: UpdateDemand, error: string): Promise<void>;
}

/** After a failure a node is given its settings again no sooner than this. Milliseconds. */
export const CONFIG_REST_MS = 60_000;

/** What the records are written with. */
export interface UpkeepServices {
  readonly database: Database;
  readonly steps: UpkeepSteps;
  readonly firmware: FirmwareSteps;
}

/** Makes the records. */
export function upkeepRecords({ database, steps, firmware }: UpkeepServices): UpkeepRecords {
  const write = <T>(work: (tx: Tx) => Promise<T>) =>
    retryConflicts(() => database.asSystem('shopfloor.upkeep', work, { keepPlans: true }));
  return {
    fault: (node, fault) => write((tx) => steps.fault(tx, node, fault)),
    device: (node, device) => write((tx) => steps.device(tx, node.id, device)),
    configDemand: (node) => write((tx) => readConfigDemand(tx, node.id, CONFIG_REST_MS)),
    configApplied: (node, version) => write((tx) => steps.configApplied(tx, node.id, version)),
    configFailed: (node, version, error) =>
      write((tx) => steps.configFailed(tx, node.id, version, error)),
    firmwareDemand: (node) => write((tx) => readUpdateDemand(tx, node.id)),
    firmwareFile: (imageId) => write(async (tx) => Buffer.concat(await readPieces(tx, imageId))),
    firmwareBegin: (node, demand) => write((tx) => firmware.begin(tx, node, demand)),
    firmwareProgress: (id, received) => write((tx) => firmware.progress(tx, id, received)),
    firmwareInstall: (id) => write((tx) => firmware.install(tx, id)),
    firmwareFailed: (node, demand, error) =>
      write(async (tx) => {
        await firmware.end(tx, node, demand, { state: 'failed', error });
      }),
  };
}
