import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { Tx } from '#platform/database/database.ts';
import { leaderView } from '#platform/monitors/monitor-host.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import type { Platform } from '#platform/platform.ts';
import { listMonitors, type MonitorState } from './monitor-runs.queries.ts';
import { isLate } from './operations.service.ts';

const LATE_CHECK = 'operations.late-monitors';
const CHECK_MS = 10_000;
/** A leader beats every second and is replaced within six; beyond this nobody leads. Milliseconds. */
const LEADER_SILENT_MS = 15_000;

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;

function lateCondition({ name, interval_ms, deadline_ms, last_outcome }: MonitorState) {
  const outcome = last_outcome ? ` Its last run ended "${last_outcome}".` : '';
  return {
    source: { type: 'monitor', id: name, name },
    message: `It has done no work for more than ${seconds(interval_ms + deadline_ms)}.${outcome}`,
  };
}

/** The leader looks after every monitor: one without success for too long becomes an alarm. */
export function lateMonitors(alarms: AlarmRaiser): Monitor {
  return {
    name: LATE_CHECK,
    intervalMs: CHECK_MS,
    deadlineMs: CHECK_MS,
    async run({ fenced }) {
      const late = await fenced(async (tx) => {
        const found = (await listMonitors(tx)).filter(isLate);
        await alarms.reconcileIn(tx, 'monitor_late', found.map(lateCondition));
        return found;
      });
      return { affected: late.length };
    },
  };
}

async function lateCheckIsLate(tx: Tx): Promise<boolean> {
  const monitors = await listMonitors(tx);
  return monitors.some((monitor) => monitor.name === LATE_CHECK && isLate(monitor));
}

type Needs = Pick<Platform, 'database' | 'clock' | 'log' | 'host'>;

/**
 * Every process looks after the leader: when nobody has led for fifteen seconds, or the leader no
 * longer checks its monitors, it raises the alarm itself. The next leader that works clears it.
 */
export function watchLeader(platform: Needs, alarms: AlarmRaiser): Disposable {
  const { database, log, host } = platform;
  let raised = false;

  async function problem(): Promise<string | null> {
    const leader = await leaderView(database, host);
    if (!leader || leader.silentMs > LEADER_SILENT_MS) return 'No process runs the monitors.';
    const late = await database.asSystem('leader-watch', lateCheckIsLate);
    return late ? `The monitors at ${leader.workstation} have stopped.` : null;
  }

  async function look(): Promise<void> {
    if (database.state.kind !== 'online') return;
    const message = await problem();
    if (message && !raised) {
      const source = { type: 'monitor', id: 'leader', name: 'Background monitors' };
      await alarms.raise([{ alarmType: 'monitor_late', source, message }]);
    }
    raised = message !== null;
  }

  return everyWithoutOverlap(platform.clock, CHECK_MS, () =>
    look().catch((error: unknown) => log.warn('The leader could not be looked after.', { error })),
  );
}

function everyWithoutOverlap(clock: Clock, ms: number, work: () => Promise<void>): Disposable {
  let busy = false;
  return clock.every(ms, () => {
    if (busy) return;
    busy = true;
    void work().finally(() => {
      busy = false;
    });
  });
}
