import type { Clock } from '#platform/clock/clock.ts';
import type { Log } from '#platform/log/log.ts';
import type { CommandOutcome } from '#platform/serial/node-commands.ts';
import type { NodeOrder } from '#platform/serial/node-orders.ts';
import type { OutputDemand } from './accessory-records.ts';
import type { ReportedLevels } from './terminals.queries.ts';

/** What a keeper needs of its node and of the database. */
export interface TerminalKeeperOptions {
  readonly log: Log;
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  /** What each output is to be, as the database has it now. */
  demands(): Promise<OutputDemand[]>;
  command(order: NodeOrder): Promise<CommandOutcome>;
  /** Keeps what the node said. */
  keep(levels: ReportedLevels): void;
  /** Whether this process still drives the node, and the node is there. */
  mayCommand(): boolean;
}

/**
 * Keeps a node's outputs as the database demands, and the database as the node reports. It remembers
 * no demand: whatever happens, it looks at what stands now and tells the node the difference. What
 * the node answers to an order is not taken for done; only what it reports is.
 */
export interface TerminalKeeper extends Disposable {
  /** Something may have changed. */
  look(): void;
  /** Keeps again what the node has said, for accessories that were set up since. */
  recall(): void;
  /** Raw levels of all terminals of a direction, as the node has them. */
  reported(dir: ReportedLevels['dir'], levels: readonly boolean[] | null): void;
  /** One terminal changed. */
  changed(dir: ReportedLevels['dir'], number: number, level: boolean): void;
  /** Resolves when everything begun is finished. */
  settled(): Promise<void>;
}

/** An order that the node has not followed is told again after this. Milliseconds. */
const AGAIN_MS = 2000;

/** Makes a keeper. */
export function terminalKeeper(options: TerminalKeeperOptions): TerminalKeeper {
  const { log, clock } = options;
  /** Levels as the node reported them. */
  const heard = { input: new Map<number, boolean>(), output: new Map<number, boolean>() };
  const known = heard.output;
  /** The last order for each output, and when it was told. */
  const told = new Map<number, { readonly level: boolean; readonly at: number }>();
  const work = new Set<Promise<void>>();
  let timer: Disposable | null = null;
  let looking = false;
  let again = false;

  function begin(job: () => Promise<void>): void {
    const running = (async () => {
      try {
        await job();
      } catch (error) {
        log.error('An output could not be kept as demanded', error);
      }
    })();
    work.add(running);
    void running.then(() => work.delete(running));
  }

  function lookAfter(ms: number): void {
    timer?.[Symbol.dispose]();
    timer = clock.after(ms, () => look());
  }

  async function order({ number, level }: OutputDemand): Promise<void> {
    told.set(number, { level, at: clock.monotonic() });
    const outcome = await options.command({ t: 'io-set', number, level, seconds: null });
    if (outcome.kind !== 'done') log.debug('An output was not ordered', { number, ...outcome });
  }

  /** Answers after how long the output must be looked at again. */
  function settle(demand: OutputDemand): number {
    const { number, level, changesInMs } = demand;
    const change = changesInMs ?? Infinity;
    if (known.get(number) === level) {
      told.delete(number);
      return change;
    }
    const last = told.get(number);
    const waited = last?.level === level ? clock.monotonic() - last.at : AGAIN_MS;
    if (waited < AGAIN_MS) return Math.min(change, AGAIN_MS - waited);
    begin(() => order(demand));
    return Math.min(change, AGAIN_MS);
  }

  async function lookOnce(): Promise<void> {
    looking = true;
    try {
      do {
        again = false;
        const demands = await options.demands();
        if (!options.mayCommand()) return;
        const next = Math.min(...demands.map(settle));
        if (next < Infinity) lookAfter(next);
      } while (again);
    } finally {
      looking = false;
    }
  }

  function look(): void {
    again = true;
    if (!looking && options.mayCommand()) begin(lookOnce);
  }

  const keep = (dir: ReportedLevels['dir'], levels: ReadonlyMap<number, boolean>): void => {
    if (levels.size > 0)
      options.keep({ dir, numbers: [...levels.keys()], levels: [...levels.values()] });
  };

  return {
    look,
    recall() {
      keep('input', heard.input);
      keep('output', heard.output);
      look();
    },
    reported(dir, levels) {
      heard[dir].clear();
      for (const [number, level] of (levels ?? []).entries()) heard[dir].set(number, level);
      keep(dir, heard[dir]);
      look();
    },
    changed(dir, number, level) {
      heard[dir].set(number, level);
      keep(dir, new Map([[number, level]]));
      look();
    },
    async settled() {
      while (work.size > 0) await Promise.all(work);
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]();
    },
  };
}
