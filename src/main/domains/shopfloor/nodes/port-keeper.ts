import type { Log } from '#platform/log/log.ts';
import type { CommandOutcome } from '#platform/serial/node-commands.ts';
import type { NodeOrder } from '#platform/serial/node-orders.ts';
import type { PortState } from '#platform/serial/node-protocol.ts';
import type { PortDemand } from './port-commands.queries.ts';

/** What a keeper needs of its node and of the database. */
export interface PortKeeperOptions {
  readonly log: Log;
  /** What each relay is to be, as the database has it now. */
  demands(): Promise<PortDemand[]>;
  command(order: NodeOrder): Promise<CommandOutcome>;
  confirmed(demand: PortDemand): Promise<void>;
  failed(demand: PortDemand, error: string): Promise<void>;
  /** Whether this process still drives the node, and the node is there. */
  mayCommand(): boolean;
  /** False while a stop is being recorded or stands: relays may be locked, none is released. */
  mayRelease(): boolean;
}

/**
 * Keeps a node's relays as the database demands. It never remembers a demand: whatever happens, it
 * looks at what stands now and tells the node the difference, so a machine is only ever released for
 * a session that is active at that moment.
 */
export interface PortKeeper {
  /** Something may have changed. */
  look(): void;
  /** What the node says of its relays; `null` when it has started anew and must be told all. */
  reported(ports: readonly PortState[] | null): void;
  /** Resolves when everything begun is finished. */
  settled(): Promise<void>;
}

/** Why a command that ended like this failed; `null` where nothing is known or another look follows. */
export function failureOf(outcome: CommandOutcome, released: boolean): string | null {
  switch (outcome.kind) {
    case 'refused':
      return `refused: ${outcome.error}`;
    case 'no-answer':
      return `no answer to ${outcome.attempts} commands`;
    case 'link-lost':
    case 'node-offline':
      // A lock is told again when the node returns; a person waiting for a release is told now.
      return released ? 'lost before it answered' : null;
    case 'done':
    case 'superseded':
    case 'node-restarted':
    case 'duplicate-id':
    case 'too-many':
      return null;
  }
}

const wanted = (demand: PortDemand): PortState => (demand.released ? 'released' : 'locked');

/** Makes a keeper. */
export function portKeeper(options: PortKeeperOptions): PortKeeper {
  const known = new Map<number, PortState>();
  const underWay = new Map<number, PortDemand>();
  const warned = new Set<string>();
  const work = new Set<Promise<void>>();
  let looking = false;
  let again = false;

  function begin(job: () => Promise<void>): void {
    const running = (async () => {
      try {
        await job();
      } catch (error) {
        options.log.error('A relay could not be kept as demanded', error);
      }
    })();
    work.add(running);
    void running.then(() => work.delete(running));
  }

  async function order(demand: PortDemand): Promise<void> {
    const { port, released } = demand;
    underWay.set(port, demand);
    const outcome = await options.command(
      released ? { t: 'release', port, seconds: null } : { t: 'lock', port },
    );
    if (underWay.get(port) === demand) underWay.delete(port);
    if (outcome.kind === 'done') {
      known.set(port, wanted(demand));
      await options.confirmed(demand);
      return;
    }
    const failure = failureOf(outcome, released);
    if (failure) await options.failed(demand, failure);
  }

  async function warn({ port, session_id: session, warn_seconds: seconds }: PortDemand) {
    if (!session || seconds === null || warned.has(session)) return;
    warned.add(session);
    const { kind } = await options.command({ t: 'warn', port, seconds });
    if (kind !== 'done') warned.delete(session);
  }

  function settle(demand: PortDemand): void {
    const { port, session_id: session } = demand;
    if (demand.released && !options.mayRelease()) return;
    if (demand.warn_seconds !== null) begin(() => warn(demand));
    else if (session) warned.delete(session);
    const pending = underWay.get(port);
    if (pending?.released === demand.released && pending.session_id === session) return;
    if (demand.open || pending || known.get(port) !== wanted(demand)) begin(() => order(demand));
    else if (demand.unconfirmed) begin(() => options.confirmed(demand));
  }

  async function lookOnce(): Promise<void> {
    looking = true;
    try {
      do {
        again = false;
        const demands = await options.demands();
        if (!options.mayCommand()) return;
        for (const demand of demands) settle(demand);
      } while (again);
    } finally {
      looking = false;
    }
  }

  function look(): void {
    again = true;
    if (!looking && options.mayCommand()) begin(lookOnce);
  }

  return {
    look,
    reported(ports) {
      known.clear();
      for (const [port, state] of (ports ?? []).entries()) known.set(port, state);
      look();
    },
    async settled() {
      while (work.size > 0) await Promise.all(work);
    },
  };
}
