import type { SystemStatus } from '#contract/operations.ts';
import type { DatabaseState } from '#platform/database/database.ts';
import { DatabaseUnavailable } from '#platform/database/errors.ts';
import { leaderView } from '#platform/monitors/monitor-host.ts';
import type { Platform } from '#platform/platform.ts';
import { readVersions } from './status.queries.ts';

/** What the status bar shows. */
export interface StatusService {
  status(): Promise<SystemStatus>;
  /** The status now, and again after each change of the database's state or of the leader. */
  statusStream(signal: AbortSignal): AsyncGenerator<SystemStatus>;
}

const LEADER_TOPIC = 'operations.monitor_leader';

function databaseStatus(state: DatabaseState): SystemStatus['database'] {
  return state.kind === 'online'
    ? { kind: 'online' }
    : { kind: state.kind, since: state.since.toISOString(), reason: state.reason };
}

/** Makes the service. `programVersion` is the version of this program. */
export function createStatusService(
  { database, changes, host }: Pick<Platform, 'database' | 'changes' | 'host'>,
  programVersion: string,
): StatusService {
  async function fromDatabase(): Promise<
    Pick<SystemStatus, 'leader'> & { schema: string | null; server: string | null }
  > {
    const away = { leader: null, schema: null, server: null };
    if (database.state.kind === 'reconnecting') return away;
    try {
      const [versions, leader] = await Promise.all([
        database.asSystem('status', readVersions),
        leaderView(database, host),
      ]);
      return { ...versions, leader };
    } catch (error) {
      if (error instanceof DatabaseUnavailable) return away;
      throw error;
    }
  }

  async function status(): Promise<SystemStatus> {
    const { leader, schema, server } = await fromDatabase();
    return {
      database: databaseStatus(database.state),
      leader: leader && {
        workstation: leader.workstation,
        self: leader.self,
        since: leader.since,
        heartbeatAt: leader.heartbeatAt,
      },
      versions: { program: programVersion, schema, server },
      workstation: host.workstation,
      demo: host.demo,
    };
  }

  async function* statusStream(signal: AbortSignal): AsyncGenerator<SystemStatus> {
    const ending = new AbortController();
    const ended = AbortSignal.any([signal, ending.signal]);
    let bell = Promise.withResolvers<void>();
    const ring = () => bell.resolve();
    using opened = new DisposableStack();
    opened.defer(() => ending.abort());
    opened.use(database.onState(ring));
    ended.addEventListener('abort', ring, { once: true });
    void forEach(changes.watch([LEADER_TOPIC], ended), ring);
    while (!signal.aborted) {
      bell = Promise.withResolvers<void>();
      yield await status();
      await bell.promise;
    }
  }

  return { status, statusStream };
}

async function forEach(items: AsyncIterable<unknown>, action: () => void): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  while (!(await iterator.next()).done) action();
}
