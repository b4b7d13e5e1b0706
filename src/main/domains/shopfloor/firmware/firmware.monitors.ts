import type { Monitor } from '#platform/monitors/monitor.ts';
import { findAlarmedNode } from '../nodes/node-state.queries.ts';
import { forgetUploads } from './firmware-images.queries.ts';
import type { FirmwareSteps } from './firmware-steps.ts';
import { findOverdue, findUpdate } from './firmware-updates.queries.ts';

const MINUTE_MS = 60_000;
/** A transfer may break off and go on; without any progress for this long it has failed. */
const TRANSFER_MS = 10 * MINUTE_MS;
/** A node that installs must greet with its new version within this time. */
const INSTALL_MS = 3 * MINUTE_MS;
/** An upload that was begun and not ended is forgotten after this. Hours. */
const KEEP_UPLOADS_HOURS = 24;

/** Ends updates that do not go on: the node is in error then, and an alarm says so. */
export const firmwareOverdue = (steps: FirmwareSteps): Monitor => ({
  name: 'shopfloor.firmware-overdue',
  intervalMs: 10_000,
  deadlineMs: 30_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      let ended = 0;
      const limits = { transferMs: TRANSFER_MS, installMs: INSTALL_MS };
      for (const { id, nodeKey, state } of await findOverdue(tx, limits)) {
        const node = await findAlarmedNode(tx, nodeKey);
        const update = await findUpdate(tx, id);
        if (!node || !update) continue;
        const error =
          state === 'installing'
            ? 'The node did not come back after the installation.'
            : 'The transfer did not go on: the node was not reachable for too long.';
        const { version } = update;
        if (await steps.end(tx, node, { id, version }, { state: 'failed', error })) ended += 1;
      }
      return { affected: ended };
    }),
});

/** Forgets uploads that were never ended. */
export const uploadRetention: Monitor = {
  name: 'shopfloor.firmware-upload-retention',
  intervalMs: 60 * MINUTE_MS,
  deadlineMs: MINUTE_MS,
  run: async ({ fenced }) => ({
    affected: await fenced((tx) => forgetUploads(tx, KEEP_UPLOADS_HOURS)),
  }),
};
