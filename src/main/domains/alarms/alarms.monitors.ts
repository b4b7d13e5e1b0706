import type { Monitor } from '#platform/monitors/monitor.ts';
import { removeOlderThan } from './alarms.queries.ts';

const HOUR_MS = 3_600_000;
/** Alarms that left the queue are kept for this long; their journal stays. Days. */
const KEPT_DAYS = 180;

/** Removes alarms that left the queue half a year ago. */
export const alarmRetention: Monitor = {
  name: 'alarms.retention',
  intervalMs: HOUR_MS,
  deadlineMs: 60_000,
  run: async ({ fenced }) => ({ affected: await fenced((tx) => removeOlderThan(tx, KEPT_DAYS)) }),
};
