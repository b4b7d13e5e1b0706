import type { Tx } from '#platform/database/database.ts';
import { reconcileIn } from '../raising.ts';
import { failingChannels } from './deliveries.queries.ts';

/** Makes the alarms of channels be exactly those whose last attempt failed. */
export async function reconcileFailing(tx: Tx): Promise<void> {
  const failing = await failingChannels(tx);
  await reconcileIn(
    tx,
    'notification_failed',
    failing.map(({ id, name, error }) => ({
      source: { type: 'notification-channel', id, name },
      message: error,
    })),
  );
}
