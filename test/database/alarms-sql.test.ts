import { expect, it } from 'vitest';
import * as alarms from '#domains/alarms/alarms.queries.ts';
import * as transitions from '#domains/alarms/transitions.queries.ts';
import { expectCompiledSql, type SampleCall } from '#test/support/compiled-sql.ts';

const id = '019a0000-0000-7000-8000-000000000001';
const raise = { alarmType: 'node_offline', source: { type: 'node', id: '7', name: 'Node 7' } };
const page = { limit: 50 };

const calls: Readonly<Record<string, SampleCall>> = {
  pageOfAlarms: (tx) =>
    alarms.pageOfAlarms(
      tx,
      {
        open: true,
        priorities: ['P1', 'P2'],
        alarmType: 'a',
        sourceType: 'b',
        sourceId: 'c',
        from: '2026-01-01T00:00:00Z',
        to: '2026-02-01T00:00:00Z',
      },
      page,
    ),
  listedAlarms: async (tx) => {
    await alarms.listedAlarms(tx, null);
    await alarms.listedAlarms(tx, [id]);
  },
  alarmById: (tx) => alarms.alarmById(tx, id),
  countListed: alarms.countListed,
  removeOlderThan: (tx) => alarms.removeOlderThan(tx, 180),
  raiseAlarms: (tx) => transitions.raiseAlarms(tx, [raise]),
  describeAlarms: (tx) => transitions.describeAlarms(tx, [raise]),
  clearAlarms: (tx) => transitions.clearAlarms(tx, [raise]),
  activeSources: (tx) => transitions.activeSources(tx, 'node_offline'),
  acknowledgeAlarms: (tx) =>
    transitions.acknowledgeAlarms(tx, [{ id, annunciation: 1 }], {
      userId: id,
      workstation: 'w',
      note: null,
    }),
  resolveEvent: (tx) => transitions.resolveEvent(tx, { id, userId: id, note: 'n' }),
};

it('makes the statements that were reviewed, for every query function of alarms', async () => {
  expect(Object.keys(calls).toSorted()).toEqual(
    [...Object.keys(alarms), ...Object.keys(transitions)].toSorted(),
  );
  await expectCompiledSql('alarms', calls);
});
