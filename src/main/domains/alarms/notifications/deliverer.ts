import type { Monitor } from '#platform/monitors/monitor.ts';
import { findChannelRow } from './channels.queries.ts';
import { claimDeliveries, recordAttempts } from './deliveries.queries.ts';
import { reconcileFailing } from './failing-channels.ts';
import type { Outlet } from './outlets.ts';

/** Deliveries tried side by side in one run. */
const AT_ONCE = 20;

/**
 * Sends what is due. A delivery is taken in one transaction, sent outside of any, and recorded in
 * another: what a vanished process took is tried again, under the same key.
 */
export const deliverer = (send: Outlet): Monitor => ({
  name: 'alarms.deliveries',
  intervalMs: 2_000,
  deadlineMs: 60_000,
  async run({ fenced, signal }) {
    const { due, channels } = await fenced(async (tx) => {
      const claimed = await claimDeliveries(tx, AT_ONCE);
      const ids = [...new Set(claimed.map(({ channelId }) => channelId))];
      const rows = [];
      for (const id of ids) rows.push(await findChannelRow(tx, id));
      return {
        due: claimed,
        channels: new Map(rows.flatMap((row) => (row ? [[row.id, row]] : []))),
      };
    });
    if (due.length === 0) return { affected: 0 };
    const attempts = await Promise.all(
      due.map(async (delivery) => {
        const { id, channelId } = delivery;
        const channel = channels.get(channelId);
        const sent = channel
          ? await send(channel, delivery, signal)
          : { recipients: 0, error: 'The channel is gone.' };
        return { id, channelId, ...sent };
      }),
    );
    await fenced(async (tx) => {
      await recordAttempts(tx, attempts);
      await reconcileFailing(tx);
    });
    const failures = attempts.filter(({ error }) => error !== null).length;
    return { affected: attempts.length, note: `${failures} of ${attempts.length} failed` };
  },
});
