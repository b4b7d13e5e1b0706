import type { NodeReport } from '#contract/shopfloor/ingest-reports.ts';
import type { FirmwareOrder, OutputOrder, SettingsOrder } from '#contract/shopfloor/ingest.ts';
import { configOrders } from '#contract/shopfloor/node-settings.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { IoDirection } from '#platform/serial/node-protocol.ts';
import { type AccessoryRecords, keepLevels } from '../accessories/accessory-records.ts';
import { recordInputActivity } from '../accessories/terminals.queries.ts';
import type { NetworkFirmware } from '../firmware/network-firmware.ts';
import { configRefused, configUnanswered, wholeConfig } from './config-pusher.ts';
import type { AlarmedNode } from './node-alarms.ts';
import { offerConfig, readConfigDemand } from './node-configs.queries.ts';
import { CONFIG_REST_MS } from './upkeep-records.ts';
import type { UpkeepSteps } from './upkeep-steps.ts';

/** Terminals, settings, firmware and surroundings of nodes that ask for their orders themselves. */
export interface NetworkUpkeep {
  /** Takes in `tx` what a report says of them. */
  take(tx: Tx, node: AlarmedNode, report: NodeReport): Promise<void>;
  /** What every output of the node must be now. */
  outputs(node: AlarmedNode): Promise<OutputOrder[]>;
  /** The settings that the node lacks; null where it has them, or is to rest after a failure. */
  settings(node: AlarmedNode): Promise<SettingsOrder | null>;
  /** The firmware that the node is to fetch or install. */
  firmware(node: AlarmedNode): Promise<FirmwareOrder | null>;
}

/** What it is built from. */
export interface NetworkUpkeepServices {
  readonly database: Database;
  readonly accessories: Pick<AccessoryRecords, 'demands'>;
  readonly steps: UpkeepSteps;
  readonly firmware: NetworkFirmware;
}

/** A node has this long to answer the settings that it was told. Milliseconds. */
const ANSWERS_WITHIN_MS = 15_000;
/** An input that stays on is a use of its machine this often. Milliseconds. */
const ACTIVITY_EVERY_MS = 10_000;

const idOf = (version: number): string => `config-${version}`;
const versionIn = (id: string): number | null => {
  const version = /^config-(\d{1,9})$/u.exec(id)?.[1];
  return version === undefined ? null : Number(version);
};

async function keepAll(
  tx: Tx,
  nodeKey: string,
  dir: IoDirection,
  levels: readonly boolean[] | undefined,
): Promise<void> {
  if (levels) await keepLevels(tx, nodeKey, { dir, numbers: [...levels.keys()], levels });
}

/** Makes the upkeep. */
export function networkUpkeep({
  database,
  accessories,
  steps,
  firmware,
}: NetworkUpkeepServices): NetworkUpkeep {
  async function health(
    tx: Tx,
    node: AlarmedNode,
    { cfg, inputs, outputs }: Extract<NodeReport, { t: 'hello' | 'hb' }>,
  ): Promise<void> {
    if (cfg !== undefined) await steps.configApplied(tx, node.id, cfg);
    await keepAll(tx, node.id, 'input', inputs);
    await keepAll(tx, node.id, 'output', outputs);
    if (inputs?.includes(true)) await recordInputActivity(tx, node.id, ACTIVITY_EVERY_MS);
  }

  async function answered(
    tx: Tx,
    node: AlarmedNode,
    { cmd, ok, err }: Extract<NodeReport, { t: 'ack' }>,
  ): Promise<void> {
    const version = versionIn(cmd);
    if (version === null) return;
    if (ok) return steps.configApplied(tx, node.id, version);
    return steps.configFailed(tx, node.id, version, configRefused(wholeConfig, err ?? 'no reason'));
  }

  async function unanswered(tx: Tx, node: AlarmedNode, version: number): Promise<null> {
    await steps.configFailed(tx, node.id, version, configUnanswered(wholeConfig));
    return null;
  }

  return {
    async take(tx, node, report) {
      switch (report.t) {
        case 'hello':
        case 'hb':
          return health(tx, node, report);
        case 'io': {
          const { dir, number, level } = report;
          return keepLevels(tx, node.id, { dir, numbers: [number], levels: [level] });
        }
        case 'fault': {
          const { code, msg: message, active } = report;
          return steps.fault(tx, node, { code, message, active });
        }
        case 'bt': {
          const { address, ...device } = report;
          return steps.device(tx, node.id, { ...device, address: address.toUpperCase() });
        }
        case 'fw':
          return firmware.take(tx, node, report);
        case 'ack':
          return answered(tx, node, report);
        case 'badge':
        case 'activity':
        case 'estop':
        case 'entry':
          return undefined;
      }
    },
    async outputs(node) {
      const demands = await accessories.demands(node.id);
      return demands.map(({ number, level }) => ({ number, level }));
    },
    firmware: firmware.order,
    settings: (node) =>
      database.asSystem('shopfloor.upkeep', async (tx) => {
        const demand = await readConfigDemand(tx, node.id, CONFIG_REST_MS);
        if (!demand) return null;
        const { version, config } = demand;
        if (!(await offerConfig(tx, node.id, version, ANSWERS_WITHIN_MS))) {
          return unanswered(tx, node, version);
        }
        return { id: idOf(version), version, values: configOrders(config) };
      }),
  };
}
