import type { Log } from '#platform/log/log.ts';
import type { CommandOutcome } from '#platform/serial/node-commands.ts';
import { type NodeOrder, RIGHTS_AN_ORDER } from '#platform/serial/node-orders.ts';
import {
  type AppliedRights,
  type NodeRights,
  type RightsCache,
  takenAway,
} from './node-rights.service.ts';

/** What a pusher needs of its node and of the database. */
export interface RightsPusherOptions {
  readonly nodeKey: string;
  readonly log: Log;
  readonly rights: NodeRights;
  command(order: NodeOrder): Promise<CommandOutcome>;
  /** Whether this process still drives the node, and the node is there. */
  mayCommand(): boolean;
}

/**
 * Keeps a node's rights cache as the database has it. What was taken away is told before anything
 * else: somebody whose badge was reported lost must not profit from a long list.
 */
export interface RightsPusher {
  /** The node greets and says what it holds; null: nothing, or it knows no rights cache. */
  greeted(version: number | null): void;
  /** Something may have changed. */
  look(): void;
  /** Resolves when what was taken away since the node was last told has been told. */
  revoked(): Promise<void>;
  settled(): Promise<void>;
}

/** Why a transfer stopped; the next look begins it anew. */
class NotTaken extends Error {}

/** Makes a pusher. */
export function rightsPusher(options: RightsPusherOptions): RightsPusher {
  const { nodeKey, log, rights, mayCommand } = options;
  /** What the node holds as far as is known; undefined before the first look at the database. */
  let held: AppliedRights | null | undefined;
  let reported: number | null = null;
  /** False once it did not answer the first order; it is asked again when it greets anew. */
  const node = { understands: false };
  let working: Promise<void> = Promise.resolve();
  let told: Promise<void> = Promise.resolve();
  let running = false;
  let again = false;

  async function order(what: NodeOrder): Promise<void> {
    if (!mayCommand()) throw new NotTaken('the node is not driven now');
    const outcome = await options.command(what);
    if (outcome.kind === 'no-answer' && what.t === 'rights-begin') node.understands = false;
    if (outcome.kind !== 'done') throw new NotTaken(`${what.t}: ${outcome.kind}`);
  }

  async function drop(cache: RightsCache): Promise<void> {
    if (!held) return;
    const gone = takenAway(held.entries, cache.entries);
    for (const k of gone) await order({ t: 'rights-drop', k });
    const lost = new Set(gone);
    held = { ...held, entries: held.entries.filter(({ k }) => !lost.has(k)) };
  }

  async function replace({ version, salt, entries }: RightsCache): Promise<void> {
    await order({ t: 'rights-begin', version, salt, count: entries.length });
    for (let from = 0; from < entries.length; from += RIGHTS_AN_ORDER) {
      await order({ t: 'rights-add', entries: entries.slice(from, from + RIGHTS_AN_ORDER) });
    }
    await order({ t: 'rights-apply', version });
    held = { version, entries };
    reported = version;
    await rights.keepApplied(nodeKey, held);
  }

  async function lookOnce(dropped: () => void): Promise<void> {
    try {
      if (held === undefined) held = await rights.applied(nodeKey);
      const cache = await rights.current(nodeKey);
      if (cache.version === reported && cache.version === held?.version) return;
      await drop(cache);
      dropped();
      await replace(cache);
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      log.info('The rights of a node were not passed on', { reason: error.message });
    } finally {
      dropped();
    }
  }

  async function run(dropped: () => void): Promise<void> {
    running = true;
    try {
      do {
        again = false;
        await lookOnce(dropped);
      } while (again && node.understands && mayCommand());
    } catch (error) {
      log.error('The rights of a node were not passed on', error);
    } finally {
      running = false;
    }
  }

  function look(): void {
    again = true;
    if (running || !node.understands || !mayCommand()) return;
    const dropped = Promise.withResolvers<void>();
    told = dropped.promise;
    working = run(dropped.resolve);
  }

  return {
    greeted(version) {
      reported = version;
      node.understands = true;
      look();
    },
    look,
    revoked: () => told,
    settled: () => working,
  };
}
