import type { Tx } from '#platform/database/database.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { disconnectUnseen } from './bluetooth.queries.ts';
import { listLineSums } from './line-minutes.queries.ts';
import { findRecoveredSupplies } from './node-history.queries.ts';
import type { AlarmedNode } from './node-alarms.ts';
import { findAlarmedNode } from './node-state.queries.ts';
import { isLineBad } from './node-status.ts';
import type { NodeTroubles } from './node-troubles.ts';

/** A Bluetooth device that was not seen for this long is not connected. Minutes. */
const UNSEEN_MINUTES = 5;

/** Begins and ends the troubles that are seen from many reports together: bad lines, sagging supplies. */
export const nodeHealth = (troubles: NodeTroubles): Monitor => ({
  name: 'shopfloor.node-health',
  intervalMs: 30_000,
  deadlineMs: 60_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const lines = await judgeLines(tx, troubles);
      const supplies = await judgeSupplies(tx, troubles);
      return { affected: lines + supplies };
    }),
});

async function judgeLines(tx: Tx, troubles: NodeTroubles): Promise<number> {
  let changed = 0;
  for (const { nodeKey, wasBad, ...sums } of await listLineSums(tx)) {
    if (isLineBad(sums, wasBad) === wasBad) continue;
    const node = await nodeOf(tx, nodeKey);
    const share = Math.round((100 * sums.badFrames) / (sums.badFrames + sums.goodFrames));
    const message = `${sums.badFrames} bad frames within five minutes, ${share} % of all.`;
    if (wasBad) await troubles.end(tx, node, 'line');
    else await troubles.begin(tx, node, { kind: 'line', code: 'line', message });
    changed += 1;
  }
  return changed;
}

async function judgeSupplies(tx: Tx, troubles: NodeTroubles): Promise<number> {
  let ended = 0;
  for (const nodeKey of await findRecoveredSupplies(tx)) {
    ended += await troubles.end(tx, await nodeOf(tx, nodeKey), 'brown-out');
  }
  return ended;
}

async function nodeOf(tx: Tx, nodeKey: string): Promise<AlarmedNode> {
  const node = await findAlarmedNode(tx, nodeKey);
  if (!node) throw new Error('A node was removed while its health was looked at.');
  return node;
}

/** Notes which Bluetooth devices are not seen any more. */
export const bluetoothAge: Monitor = {
  name: 'shopfloor.bluetooth-age',
  intervalMs: 60_000,
  deadlineMs: 60_000,
  run: async ({ fenced }) => ({
    affected: await fenced((tx) => disconnectUnseen(tx, UNSEEN_MINUTES)),
  }),
};
