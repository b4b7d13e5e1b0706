import type { Log } from '#platform/log/log.ts';
import type { CommandOutcome } from '#platform/serial/node-commands.ts';
import type { NodeReportMessage } from '#platform/serial/node-messages.ts';
import { FIRMWARE_BYTES_AN_ORDER, type NodeOrder } from '#platform/serial/node-orders.ts';
import type { UpdateDemand } from './firmware-updates.queries.ts';

/** What a node says of a transfer. */
export type FirmwareMessage = Extract<NodeReportMessage, { t: 'fw' }>;

/** What a pusher needs of its node and of the database. */
export interface FirmwarePusherOptions {
  readonly log: Log;
  /** Monotonic milliseconds. */
  now(): number;
  /** Resolves after a while. */
  sleep(ms: number): Promise<void>;
  /** The firmware that the node is to be given now; null where there is none. */
  demand(): Promise<UpdateDemand | null>;
  file(imageId: string): Promise<Buffer>;
  /** Each answers whether the update is still wanted. */
  begin(demand: UpdateDemand): Promise<boolean>;
  progress(id: string, received: number): Promise<boolean>;
  install(id: string): Promise<boolean>;
  failed(demand: UpdateDemand, error: string): Promise<void>;
  command(order: NodeOrder): Promise<CommandOutcome>;
  /** Whether this process still drives the node, and the node is there. */
  mayCommand(): boolean;
}

/** Gives a node new firmware, in order, from where the node has it. */
export interface FirmwarePusher {
  /** Something may have changed. */
  look(): void;
  /** The node says how far it is. */
  told(message: FirmwareMessage): void;
  /** Resolves when everything begun is finished. */
  settled(): Promise<void>;
}

/** The node tells how much it has soon after it was asked to begin. Milliseconds. */
const TELLS_WITHIN_MS = 1000;
/** Progress is kept, and a cancellation noticed, this often. Milliseconds. */
const KEEP_EVERY_MS = 1000;
/** How often in a row a node may ask for another place before that is a failure. */
const MOST_JUMPS = 5;

/** Why an update failed, by the node's own word. */
export const firmwareFailed = (err: string | null): string => `The node says: ${err ?? 'failed'}.`;

/** Makes a pusher. */
export function firmwarePusher(options: FirmwarePusherOptions): FirmwarePusher {
  let running: Promise<void> | null = null;
  let again = false;
  let last: FirmwareMessage | null = null;
  let wake: (() => void) | null = null;

  /** Whether the node did it; where it said no, the update has failed. */
  async function done(demand: UpdateDemand, order: NodeOrder): Promise<boolean> {
    const outcome = await options.command(order);
    if (outcome.kind === 'refused') {
      await options.failed(demand, `The node refused ${order.t}: ${outcome.error}.`);
    }
    return outcome.kind === 'done';
  }

  const lastTold = (): FirmwareMessage | null => last;

  /** Where the node wants the transfer to go on; null when it is gone or refused. */
  async function startByte(demand: UpdateDemand): Promise<number | null> {
    const { version, size, sha256 } = demand;
    last = null;
    const told = new Promise<void>((resolve) => {
      wake = resolve;
    });
    if (!(await done(demand, { t: 'fw-begin', version, size, sha256 }))) return null;
    if (lastTold() === null) await Promise.race([told, options.sleep(TELLS_WITHIN_MS)]);
    wake = null;
    const message = lastTold();
    return message?.version === version ? message.received : 0;
  }

  /** Sends the file from a place on. Answers whether the node has all of it. */
  async function send(demand: UpdateDemand, file: Buffer, from: number): Promise<boolean> {
    let at = from;
    let jumps = 0;
    let keptAt = options.now();
    while (at < file.length) {
      const piece = file.subarray(at, at + FIRMWARE_BYTES_AN_ORDER);
      const order = { t: 'fw-data', offset: at, data: piece.toString('base64') } as const;
      const outcome = await options.command(order);
      if (outcome.kind === 'done') {
        at += piece.length;
        jumps = 0;
      } else if (outcome.kind === 'refused') {
        jumps += 1;
        if (jumps > MOST_JUMPS) {
          await options.failed(demand, `The node refused the file: ${outcome.error}.`);
          return false;
        }
        const wanted = await startByte(demand);
        if (wanted === null) return false;
        at = wanted;
      } else return false;
      if (options.now() - keptAt < KEEP_EVERY_MS && at < file.length) continue;
      keptAt = options.now();
      if (!(await options.progress(demand.id, at))) return false;
    }
    return true;
  }

  async function fail({ version, err }: FirmwareMessage): Promise<void> {
    try {
      const demand = await options.demand();
      if (demand?.version !== version || demand.state === 'waiting') return;
      await options.failed(demand, firmwareFailed(err));
    } catch (error) {
      options.log.error('That a node refused its firmware was not kept', error);
    }
  }

  async function give(demand: UpdateDemand): Promise<void> {
    const file = await options.file(demand.imageId);
    const from = await startByte(demand);
    if (from === null) return;
    if (!(await options.progress(demand.id, from))) return;
    if (!(await send(demand, file, from))) return;
    if (await options.install(demand.id)) await done(demand, { t: 'fw-install' });
  }

  async function work(): Promise<void> {
    do {
      again = false;
      if (!options.mayCommand()) return;
      const demand = await options.demand();
      if (!demand || demand.state === 'installing') continue;
      if (demand.state === 'waiting' && (demand.busy || !(await options.begin(demand)))) continue;
      await give(demand);
    } while (again && options.mayCommand());
  }

  return {
    look() {
      again = true;
      running ??= work()
        .catch((error: unknown) => options.log.error('A node was not given its firmware', error))
        .finally(() => {
          running = null;
        });
    },
    told(message) {
      last = message;
      wake?.();
      if (message.state !== 'failed') return;
      void fail(message);
    },
    async settled() {
      await running;
    },
  };
}
