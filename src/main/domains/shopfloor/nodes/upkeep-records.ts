import type { Database, Tx } from '#platform/database/database.ts';
import { readPieces } from '../firmware/firmware-images.queries.ts';
import type { FirmwareSteps } from '../firmware/firmware-steps.ts';
import { readUpdateDemand, type UpdateDemand } from '../firmware/firmware-updates.queries.ts';
import { recordDevice, type SeenDevice } from './bluetooth.queries.ts';
import {
  type ConfigDemand,
  readConfigDemand,
  recordApplied,
  recordConfigFailure,
} from './node-configs.queries.ts';
import { addNodeReport } from './node-history.queries.ts';
import type { DrivenNode } from './node-state.queries.ts';
import type { NodeTroubles } from './node-troubles.ts';

/** A fault as a node reports it. */
export interface NodeFault {
  readonly code: string;
  readonly message: string;
  readonly active: boolean;
}

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

/** After a failure the node is given its settings again no sooner than this. Milliseconds. */
const CONFIG_REST_MS = 60_000;

/** What the records are written with. */
export interface UpkeepServices {
  readonly database: Database;
  readonly troubles: NodeTroubles;
  readonly firmware: FirmwareSteps;
}

/** Makes the records. */
export function upkeepRecords({ database, troubles, firmware }: UpkeepServices): UpkeepRecords {
  const write = <T>(work: (tx: Tx) => Promise<T>) => database.asSystem('shopfloor.upkeep', work);
  return {
    fault: (node, { code, message, active }) =>
      write(async (tx) => {
        if (active) await troubles.begin(tx, node, { kind: 'fault', code, message });
        else await troubles.end(tx, node, 'fault', code);
      }),
    device: (node, device) => write((tx) => recordDevice(tx, node.id, device)),
    configDemand: (node) => write((tx) => readConfigDemand(tx, node.id, CONFIG_REST_MS)),
    configApplied: (node, version) =>
      write(async (tx) => {
        if (!(await recordApplied(tx, node.id, version))) return;
        await addNodeReport(tx, node.id, { kind: 'config-applied', code: String(version) });
      }),
    configFailed: (node, version, error) =>
      write(async (tx) => {
        if (!(await recordConfigFailure(tx, node.id, version, error))) return;
        const report = { kind: 'config-failed', code: String(version), message: error } as const;
        await addNodeReport(tx, node.id, report);
      }),
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
