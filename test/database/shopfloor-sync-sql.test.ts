import { describe, expect, it } from 'vitest';
import {
  claimEvents,
  forgetEvents,
  listDueTargets,
  listUntold,
  recordAttempt,
} from '#domains/shopfloor/sync/sync-delivery.queries.ts';
import {
  countEvents,
  discardEvents,
  findEvent,
  keepTold,
  listEvents,
  retryEvents,
} from '#domains/shopfloor/sync/sync-events.queries.ts';
import {
  findTarget,
  insertTarget,
  listTargets,
  readAddress,
  updateSecret,
  updateTarget,
} from '#domains/shopfloor/sync/sync-targets.queries.ts';
import { expectCompiledSql } from '#test/support/compiled-sql.ts';

const id = '019b0000-0000-7000-8000-000000000000';
const page = { limit: 50 };
const target = {
  targetApp: 'a',
  url: 'https://h',
  eventTypes: ['session.started' as const],
  areaIds: [id],
  allowPrivate: false,
  active: true,
};
const attempt = { durationMs: 1, httpStatus: 200, answer: 'ok', error: null };
const next = { status: 'processed', retryCount: 0, discarded: false } as const;
const told = { sourceApp: 'a', key: 'k', type: 't', resourceType: 'r', resourceId: '1' };
const filter = { targetId: id, eventType: 'session.started', from: '2026-01-01T00:00:00Z' };

describe('the statements for other applications', () => {
  it('are those that were reviewed', async () => {
    const held = expectCompiledSql('shopfloor-sync', {
      'targets: listTargets': (tx) => listTargets(tx, page),
      'targets: findTarget': (tx) => findTarget(tx, id),
      'targets: insertTarget': (tx) => insertTarget(tx, { ...target, id, secret: 's' }),
      'targets: updateTarget': (tx) => updateTarget(tx, id, 1, target),
      'targets: updateSecret': (tx) => updateSecret(tx, id, 1, 's'),
      'targets: readAddress': (tx) => readAddress(tx, id),
      'delivery: listDueTargets': listDueTargets,
      'delivery: claimEvents': (tx) =>
        claimEvents(tx, { targetId: id, claim: id, limit: 8, holdMs: 30_000 }),
      'delivery: recordAttempt': (tx) =>
        recordAttempt(tx, { ...attempt, id: 1, claim: id, next, pauseMs: 0 }),
      'delivery: listUntold': listUntold,
      'delivery: forgetEvents': (tx) => forgetEvents(tx, 90, 10),
      'events: listEvents, failed out': (tx) =>
        listEvents(tx, { ...filter, status: 'failed', direction: 'out' }, page),
      'events: listEvents, discarded in': (tx) =>
        listEvents(tx, { status: 'discarded', direction: 'in' }, page),
      'events: findEvent': (tx) => findEvent(tx, '1'),
      'events: countEvents': countEvents,
      'events: retryEvents': (tx) => retryEvents(tx, { ids: ['1'], targetId: id }),
      'events: discardEvents': (tx) => discardEvents(tx, ['1'], id),
      'events: keepTold': (tx) => keepTold(tx, { ...told, payload: {} }),
    });
    await expect(held).resolves.toBeUndefined();
  });
});
