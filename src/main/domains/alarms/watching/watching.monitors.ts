import type { Tx } from '#platform/database/database.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { escalateAlarms, followFloods, markChattering, markStale } from './watching.queries.ts';

const watch = (what: string, intervalMs: number, work: (tx: Tx) => Promise<number>): Monitor => ({
  name: `alarms.${what}`,
  intervalMs,
  deadlineMs: 20_000,
  run: async ({ fenced }) => ({ affected: await fenced(work) }),
});

/** What looks after the queue: escalation, floods, and alarms that are no help as they are. */
export const watchingMonitors: readonly Monitor[] = [
  watch('escalation', 5_000, escalateAlarms),
  watch('floods', 5_000, followFloods),
  watch('chattering', 5_000, markChattering),
  watch('stale', 60_000, markStale),
];
