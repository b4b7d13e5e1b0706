import { configOrders } from '#contract/shopfloor/node-settings.ts';
import type { Log } from '#platform/log/log.ts';
import type { CommandOutcome } from '#platform/serial/node-commands.ts';
import type { NodeOrder } from '#platform/serial/node-orders.ts';
import type { ConfigDemand } from './node-configs.queries.ts';

/** What a pusher needs of its node and of the database. */
export interface ConfigPusherOptions {
  readonly log: Log;
  /** The settings that the node lacks now; null where it has them, or is to rest. */
  demand(): Promise<ConfigDemand | null>;
  command(order: NodeOrder): Promise<CommandOutcome>;
  applied(version: number): Promise<void>;
  failed(version: number, error: string): Promise<void>;
  /** Whether this process still drives the node, and the node is there. */
  mayCommand(): boolean;
}

/** Gives a node the settings that it lacks, one set at a time. */
export interface ConfigPusher {
  /** Something may have changed. */
  look(): void;
  /** Resolves when everything begun is finished. */
  settled(): Promise<void>;
}

/** Settings as a whole, in {@link configRefused} and {@link configUnanswered}. */
export const wholeConfig = 'the whole';
/** Why a node does not have its settings: it said no, with its own word for why. */
export const configRefused = (what: string, error: string): string =>
  `The node refused ${what}: ${error}.`;
/** Why a node does not have its settings: it said nothing. */
export const configUnanswered = (what: string): string =>
  `The node did not answer ${what}; its firmware may not know it.`;

/** Why an order failed for good; null where the node is gone and will be given all again when it returns. */
function configFailure(outcome: CommandOutcome, order: NodeOrder): string | null {
  const what = order.t === 'config' ? `the setting “${order.key}”` : wholeConfig;
  switch (outcome.kind) {
    case 'refused':
      return configRefused(what, outcome.error);
    case 'no-answer':
      return configUnanswered(what);
    case 'done':
    case 'superseded':
    case 'link-lost':
    case 'node-restarted':
    case 'node-offline':
    case 'duplicate-id':
    case 'too-many':
      return null;
  }
}

/** Makes a pusher. */
export function configPusher(options: ConfigPusherOptions): ConfigPusher {
  let running: Promise<void> | null = null;
  let again = false;

  /** Tells the node all of a version; the version counts only when the last order is answered. */
  async function give({ version, config }: ConfigDemand): Promise<void> {
    const orders: NodeOrder[] = [
      ...configOrders(config).map((pair) => ({ t: 'config', ...pair }) as const),
      { t: 'config-apply', version },
    ];
    for (const order of orders) {
      const outcome = await options.command(order);
      if (outcome.kind === 'done') continue;
      const error = configFailure(outcome, order);
      if (error !== null) await options.failed(version, error);
      return;
    }
    await options.applied(version);
  }

  async function work(): Promise<void> {
    do {
      again = false;
      if (!options.mayCommand()) return;
      const demand = await options.demand();
      if (demand && options.mayCommand()) await give(demand);
    } while (again);
  }

  return {
    look() {
      again = true;
      running ??= work()
        .catch((error: unknown) => options.log.error('A node was not given its settings', error))
        .finally(() => {
          running = null;
        });
    },
    async settled() {
      await running;
    },
  };
}
