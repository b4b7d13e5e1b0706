import { describe, expect, it } from 'vitest';
import { claimRecord, wasDecidedAt } from '#domains/shopfloor/deferred/deferred.queries.ts';
import {
  correctEnds,
  insertEntry,
  insertOfflineSession,
  listStandingSessions,
  lockLedger,
  momentAgo,
  listRunningAt,
  recordPastActivity,
} from '#domains/shopfloor/nodes/node-entries.queries.ts';
import {
  keepAppliedRights,
  listRights,
  readAppliedRights,
  versionOfRights,
} from '#domains/shopfloor/nodes/node-rights.queries.ts';
import {
  readSessionFacts,
  writeExtension,
} from '#domains/shopfloor/sessions/session-state.queries.ts';
import { expectCompiledSql } from '#test/support/compiled-sql.ts';

const id = '019b0000-0000-7000-8000-000000000000';
const moment = '2026-01-01T00:00:00Z';
const claimed = {
  key: 'k',
  kind: 'activity',
  happenedAt: moment,
  queuedAt: moment,
  workstation: 'w',
};
const keptEntry = {
  nodeKey: id,
  boot: 'b',
  n: 1,
  what: 'started',
  port: 0,
  at: moment,
  timeKnown: true,
  machineId: id,
  userId: id,
  sessionId: id,
  outcome: 'started',
  reason: null,
} as const;
const offlineSession = { machineId: id, userId: id, badgeId: id, at: moment, timeKnown: true };

describe('the statements of sessions and of nodes that were alone', () => {
  it('are those that were reviewed', async () => {
    const held = expectCompiledSql('shopfloor-alone', {
      'deferred: claimRecord': (tx) => claimRecord(tx, claimed),
      'deferred: wasDecidedAt': (tx) => wasDecidedAt(tx, id, id, '2030-01-01T00:00:00Z'),
      'node entries: lockLedger': (tx) => lockLedger(tx, id, 'b'),
      'node entries: momentAgo': (tx) => momentAgo(tx, 1000),
      'node entries: insertEntry': (tx) => insertEntry(tx, keptEntry),
      'node entries: insertOfflineSession': (tx) => insertOfflineSession(tx, offlineSession),
      'node entries: correctEnds': (tx) => correctEnds(tx, id, moment),
      'node entries: recordPastActivity': (tx) => recordPastActivity(tx, id, moment),
      'node entries: listStandingSessions': (tx) => listStandingSessions(tx, id, 60),
      'node rights: listRights': (tx) => listRights(tx, id),
      'node rights: versionOfRights': (tx) => versionOfRights(tx, id, Buffer.from('digest')),
      'node rights: readAppliedRights': (tx) => readAppliedRights(tx, id),
      'node rights: keepAppliedRights': (tx) => keepAppliedRights(tx, id, 2, 'sealed'),
      'session state: readSessionFacts': (tx) => readSessionFacts(tx, { sessionId: id }),
      'session state: readSessionFacts, at a machine': (tx) =>
        readSessionFacts(tx, { runningAt: id }),
      'session state: writeExtension': (tx) => writeExtension(tx, id, 1_000),
      'node entries: listRunningAt': (tx) => listRunningAt(tx, id),
    });
    await expect(held).resolves.toBeUndefined();
  });
});
