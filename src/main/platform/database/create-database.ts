import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import { createAvailability } from './availability.ts';
import { openClient } from './client.ts';
import type { Database, TransactionOptions, Tx } from './database.ts';
import { DatabaseUnavailable, isConnectionLost, isReadOnly } from './errors.ts';
import { openingStatements, type TransactionOwner } from './owner.ts';
import { createLane } from './lane.ts';
import { createEndpointPool, type EndpointPool } from './pool.ts';
import { codeOf, sqlState } from './sqlstate.ts';
import { type ConnectionLimits, type DatabaseTarget, defaultLimits } from './target.ts';
import { builder, runTransaction } from './transaction.ts';

/** What a {@link Database} is made from. */
export interface DatabaseOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Standbys that may answer transactions with `replica: true`. */
  readonly replicas?: readonly DatabaseTarget[];
  /** Connections at most, per target. Of four and more the program leaves some to people. */
  readonly maxConnections?: number;
  readonly limits?: Partial<ConnectionLimits>;
}

interface Replica {
  readonly target: DatabaseTarget;
  readonly pool: EndpointPool;
}

/** Of the connections of a target the program uses no more than this share. */
const PROGRAM_SHARE = 0.75;

/** Inserts a page into an always empty table and takes it back: whether changes work again. */
const WRITE_PROBE = `begin; select set_config('app.system', 'write-probe', true);
insert into platform.write_probe (filler) values (decode(repeat('00', 7000), 'hex')); rollback`;

/** Takes a connection, trying every endpoint once. A connection that was never made changed nothing. */
async function takeConnection(
  pool: EndpointPool,
  endpoints: number,
): ReturnType<EndpointPool['take']> {
  for (let left = endpoints; ; left--) {
    try {
      return await pool.take();
    } catch (error) {
      if (!isConnectionLost(error) || left <= 1) throw error;
      pool.turn();
    }
  }
}

/**
 * Makes the one way to a migrated database. Connects when first used; a database that is away at
 * that moment is an error of that call and is looked for in the background.
 */
export function createDatabase(target: DatabaseTarget, options: DatabaseOptions): Database {
  const { clock, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const max = options.maxConnections ?? 14;
  // Nobody at a console waits behind what a hall full of devices reports.
  // A storm of reports may fill the lane for longer than it takes to see that a server is away.
  const lane = createLane(
    max < 4 ? max : Math.floor(max * PROGRAM_SHARE),
    limits.statementMs,
    clock,
  );
  const several = target.endpoints.length > 1;

  function failed(error: unknown): void {
    if (several && (isConnectionLost(error) || codeOf(error) === sqlState.readOnlyTransaction)) {
      primary.turn();
    }
    availability.failed(error);
    if (isConnectionLost(error)) lane.turnAway(new DatabaseUnavailable(error));
  }
  const pool = (of: DatabaseTarget, name: string, onError: (error: Error) => void) =>
    createEndpointPool({ target: of, name, max, limits, onError });
  const primary = pool(target, 'app', failed);
  const replicaLost = (error: Error) => log.warn('A replica was lost.', { code: codeOf(error) });
  const replicas = (options.replicas ?? []).map((replica): Replica => {
    return { target: replica, pool: pool(replica, 'reader', replicaLost) };
  });
  let nextReplica = 0;

  const availability = createAvailability(clock, log, async () => {
    const client = await primary.take();
    try {
      await client.query(WRITE_PROBE);
    } catch (error) {
      if (several && isReadOnly(error)) primary.turn();
      if (isConnectionLost(error) || isReadOnly(error)) throw error;
      log.error('The write probe failed; changes are allowed again.', error);
    } finally {
      client.release(true);
    }
  });

  async function cancel(on: DatabaseTarget, processId: number): Promise<void> {
    try {
      await using control = await openClient(on, 'cancel', limits);
      await control.client.query('select pg_cancel_backend($1)', [processId]);
    } catch (error) {
      log.warn('A statement could not be cancelled; it ends at its time-out.', {
        code: codeOf(error),
      });
    }
  }

  async function onPrimary<T>(
    owner: TransactionOwner,
    work: (tx: Tx) => Promise<T>,
    { signal, keepPlans }: TransactionOptions,
  ): Promise<T> {
    const opening = openingStatements(owner, { readOnly: false, keepPlans });
    signal?.throwIfAborted();
    const unreached = (error: unknown) => {
      failed(error);
      throw isConnectionLost(error) ? new DatabaseUnavailable(error) : error;
    };
    await using turn = new AsyncDisposableStack();
    if ('task' in owner) turn.defer(await lane.enter().catch(unreached));
    const client = await takeConnection(primary, target.endpoints.length).catch(unreached);
    return await runTransaction(
      client,
      {
        opening,
        signal,
        cancel: (processId) => cancel(target, processId),
        onOpened: availability.reached,
        onFailure: failed,
      },
      work,
    );
  }

  async function onReplica<T>(
    replica: Replica,
    owner: TransactionOwner,
    work: (tx: Tx) => Promise<T>,
    { signal }: TransactionOptions,
  ): Promise<T> {
    const opening = openingStatements(owner, { readOnly: true });
    signal?.throwIfAborted();
    const client = await replica.pool.take();
    return runTransaction(
      client,
      {
        opening,
        signal,
        cancel: (processId) => cancel(replica.target, processId),
        onOpened: () => {},
        onFailure: () => {},
      },
      work,
    );
  }

  async function run<T>(
    owner: TransactionOwner,
    work: (tx: Tx) => Promise<T>,
    settings: TransactionOptions = {},
  ): Promise<T> {
    const replica = settings.replica ? replicas[nextReplica++ % replicas.length] : undefined;
    if (!replica) return onPrimary(owner, work, settings);
    try {
      return await onReplica(replica, owner, work, settings);
    } catch (error) {
      if (!isConnectionLost(error) && !(error instanceof DatabaseUnavailable)) throw error;
      log.warn('A replica did not answer; the primary is asked instead.');
      return onPrimary(owner, work, settings);
    }
  }

  return {
    asUser: ({ userId }, work, settings) => run({ userId }, work, settings),
    asViewer: (viewer, work, settings) => run(viewer, work, settings),
    asSystem: (task, work, settings) => run({ task }, work, settings),
    builder,
    get state() {
      return availability.state;
    },
    onState: (listener) => availability.onState(listener),
    async [Symbol.asyncDispose]() {
      availability[Symbol.dispose]();
      const pools = [primary, ...replicas.map((replica) => replica.pool)];
      await Promise.all(pools.map((each) => each[Symbol.asyncDispose]()));
    },
  };
}
