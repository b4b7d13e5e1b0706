import type { Clock } from '#platform/clock/clock.ts';
import type { Log } from '#platform/log/log.ts';
import type { NodeLink } from '#platform/serial/node-link.ts';
import type { NodeReportMessage } from '#platform/serial/node-messages.ts';
import type { NodeEvent } from '#platform/serial/node-session.ts';
import { firmwarePusher } from '../firmware/firmware-pusher.ts';
import { configPusher } from './config-pusher.ts';
import { type LineSampler, lineSampler } from './line-sampler.ts';
import type { DrivenNode } from './node-state.queries.ts';
import type { UpkeepRecords } from './upkeep-records.ts';

/** What the upkeep of a node needs. */
export interface NodeUpkeepOptions {
  readonly node: DrivenNode;
  readonly nodeLink: NodeLink;
  readonly clock: Clock;
  readonly log: Log;
  readonly records: UpkeepRecords;
  /** Keeps what the node says in the order in which it said it. */
  enqueue(what: string, job: () => Promise<unknown>): void;
  mayDrive(): boolean;
}

/** Everything about a node that is not its machines: settings, firmware, faults, line, surroundings. */
export interface NodeUpkeep {
  readonly sampler: LineSampler;
  onEvent(event: NodeEvent): void;
  /** Settings or firmware of the node may have changed, or its machines became free. */
  look(): void;
  /** Resolves when everything begun is finished. */
  settled(): Promise<void>;
}

/** Makes the upkeep of one node. */
export function nodeUpkeep(options: NodeUpkeepOptions): NodeUpkeep {
  const { node, nodeLink, clock, log, records, enqueue } = options;
  const sampler = lineSampler(nodeLink);
  const mayCommand = (): boolean =>
    options.mayDrive() &&
    nodeLink.session.presence !== 'offline' &&
    nodeLink.session.hello !== null;
  const command = nodeLink.command.bind(nodeLink);

  const config = configPusher({
    log,
    demand: () => records.configDemand(node),
    command,
    applied: (version) => records.configApplied(node, version),
    failed: (version, error) => records.configFailed(node, version, error),
    mayCommand,
  });
  const firmware = firmwarePusher({
    log,
    now: () => clock.monotonic(),
    sleep: (ms) => clock.sleep(ms),
    demand: () => records.firmwareDemand(node),
    file: (imageId) => records.firmwareFile(imageId),
    begin: (demand) => records.firmwareBegin(node, demand),
    progress: (id, received) => records.firmwareProgress(id, received),
    install: (id) => records.firmwareInstall(id),
    failed: (demand, error) => records.firmwareFailed(node, demand, error),
    command,
    mayCommand,
  });

  function look(): void {
    config.look();
    firmware.look();
  }

  function onMessage(message: NodeReportMessage): void {
    if (message.t === 'fw') firmware.told(message);
    if (message.t === 'fault') {
      const { code, msg, active } = message;
      log.warn('A node tells a fault', { code, active });
      enqueue('fault', () => records.fault(node, { code, message: msg, active }));
    }
    if (message.t === 'bt') {
      const { address, name, kind, connected, rssi } = message;
      enqueue('device', () => records.device(node, { address, name, kind, connected, rssi }));
    }
  }

  return {
    sampler,
    look,
    onEvent(event) {
      if (event.kind === 'online') {
        const { cfg } = event.hello;
        if (cfg !== null) enqueue('settings', () => records.configApplied(node, cfg));
        enqueue('upkeep', () => Promise.resolve(look()));
      } else if (event.kind === 'cfg') {
        enqueue('settings', () => records.configApplied(node, event.version));
      } else if (event.kind === 'answered') sampler.answered(event.ms);
      else if (event.kind === 'message') onMessage(event.message);
    },
    async settled() {
      await Promise.all([config.settled(), firmware.settled()]);
    },
  };
}
