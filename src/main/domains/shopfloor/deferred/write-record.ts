import type { BadgeService } from '#domains/identity/badges/badge.service.ts';
import type { Tx } from '#platform/database/database.ts';
import { addLogLine } from '../logs/logs.queries.ts';
import { claimNodeEvent, isNodeEventKnown } from '../nodes/node-events.queries.ts';
import { recordPastActivity } from '../nodes/node-entries.queries.ts';
import type { NodeEntries } from '../nodes/node-entries.service.ts';
import { findMachineAtPort } from '../sessions/start.queries.ts';
import { wasDecidedAt } from './deferred.queries.ts';
import { reportOf, type WaitingRecord } from './waiting-record.ts';

/** What records are written with. */
export interface RecordWriting {
  readonly badges: BadgeService;
  readonly entries: NodeEntries;
}

/** Keeps that nothing was decided, unless it was and only the answer got lost. */
async function writeRefusal(
  tx: Tx,
  { badges }: RecordWriting,
  record: Extract<WaitingRecord, { kind: 'refused-badge' }>,
  key: string,
): Promise<void> {
  const { place, badge, via, at } = record;
  const report = reportOf(key);
  if (report && (await isNodeEventKnown(tx, report))) return;
  const machineId =
    'machineId' in place ? place.machineId : await findMachineAtPort(tx, place.nodeKey, place.port);
  if (machineId === null) return;
  const who = await badges.identifyReference(tx, badge);
  const userId = 'userId' in who ? who.userId : null;
  if (record.unsure && (await wasDecidedAt(tx, machineId, userId, at))) return;
  await addLogLine(tx, {
    machineId,
    userId,
    eventType: 'session-refused',
    reason: 'database-away',
    data: { via },
    at,
  });
}

/** Writes what a console could not write when it happened, with the time at which it did. */
export async function writeRecord(
  tx: Tx,
  writing: RecordWriting,
  { record, key }: { readonly record: WaitingRecord; readonly key: string },
): Promise<void> {
  switch (record.kind) {
    case 'activity': {
      const report = reportOf(key);
      if (report && !(await claimNodeEvent(tx, report, { kind: 'kept' }))) return;
      const machineId = await findMachineAtPort(tx, record.nodeKey, record.port);
      if (machineId !== null) await recordPastActivity(tx, machineId, record.at);
      return;
    }
    case 'estop':
      await writing.entries.stopped(tx, record.nodeKey, record.state, record.at);
      return;
    case 'refused-badge':
      await writeRefusal(tx, writing, record, key);
  }
}
