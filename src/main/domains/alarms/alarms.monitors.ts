import { sql } from 'kysely';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { oldRows, retention } from '#platform/monitors/retention.ts';
import { expireAlarms } from './clearing.queries.ts';
import { endShelvings, expiredShelvings } from './overlays/shelving.queries.ts';
import { applyOverlays } from './overlays/suppression.queries.ts';
import { gather, settleParents } from './parents.ts';
import { clearDueIn, raiseDueIn } from './raising.ts';
import { removeLeft, removeLives } from './retention.queries.ts';

/** Lives of alarms whose lines of the journal are removed in one transaction. */
const LIVES = 500;

/** Raises and clears what has waited for its delay, and ends what was for a time only. */
const timers: Monitor = {
  name: 'alarms.timers',
  intervalMs: 900,
  deadlineMs: 10_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const cleared = await clearDueIn(tx);
      const raised = await raiseDueIn(tx);
      const expired = await expiredShelvings(tx);
      if (expired.length > 0) await endShelvings(tx, expired, { how: 'expired', by: null });
      const gone = await expireAlarms(tx);
      return { affected: cleared + raised + expired.length + gone };
    }),
};

/**
 * Makes true what two processes that did not see each other may have left: an overlay that began
 * while an alarm was raised, members that came in different transactions.
 */
const consistency: Monitor = {
  name: 'alarms.consistency',
  intervalMs: 5_000,
  deadlineMs: 20_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const overlaid = await applyOverlays(tx);
      const grouped = await gather(tx, null);
      return { affected: overlaid + grouped + (await settleParents(tx)) };
    }),
};

/** Removes what has been kept long enough: alarms that left the queue, later their lives in the journal. */
const retentions: readonly Monitor[] = [
  retention('alarms.retention', removeLeft),
  retention('alarms.journal-retention', removeLives, LIVES),
  retention(
    'alarms.delivery-retention',
    oldRows({
      table: 'alarms.deliveries',
      age: 'created_at',
      only: sql<boolean>`status <> 'pending'`,
    }),
  ),
];

/** What the alarm queue does by the clock. */
export const alarmMonitors: readonly Monitor[] = [timers, consistency, ...retentions];
