import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import { alarmFor } from '../alarm-for-tests.ts';
import { floodRows, groupKey, isPinned } from './flood-groups.ts';

const ids = (rows: readonly Alarm[]): string[] => rows.map(({ id }) => id);
const source = (sourceId: string): Partial<Alarm> => ({ sourceId });

const queues = fc
  .array(
    fc.record({
      sourceId: fc.constantFrom('n1', 'n2', 'n3'),
      priority: fc.constantFrom('P1', 'P2', 'P3', 'P4'),
      firstOut: fc.boolean(),
      parentId: fc.constantFrom(null, 'p1', 'p2'),
    }),
    { maxLength: 40 },
  )
  .map((all) => all.map((more, at) => alarmFor(`a${at}`, more)));

describe('the queue in a flood', () => {
  const queue = [
    alarmFor('p1', { ...source('n1'), priority: 'P1' }),
    alarmFor('x1', source('n1')),
    alarmFor('y1', source('n2')),
    alarmFor('x2', source('n1')),
    alarmFor('cause', { ...source('n2'), firstOut: true }),
    alarmFor('x3', { ...source('n1'), priority: 'P4' }),
  ];

  it('pins what is urgent or came first, and folds the rest into one row for each source', () => {
    const { rows, folds } = floodRows(queue, new Set());
    expect(ids(rows)).toEqual(['p1', 'cause', 'x1', 'y1']);
    expect([...folds.values()]).toEqual([
      { id: 'x1', key: 'source node n1', below: 2, unfolded: false },
    ]);
  });

  it('shows what lies below an unfolded row right there', () => {
    const { rows } = floodRows(queue, new Set(['source node n1']));
    expect(ids(rows)).toEqual(['p1', 'cause', 'x1', 'x2', 'x3', 'y1']);
  });

  it('puts members below their parent', () => {
    const family = [
      alarmFor('parent', { ...source('area'), isParent: true }),
      alarmFor('other', source('n9')),
      alarmFor('member', { ...source('n1'), parentId: 'parent' }),
    ];
    expect(ids(floodRows(family, new Set(['parent parent'])).rows)).toEqual([
      'parent',
      'member',
      'other',
    ]);
  });

  it('loses nothing: what shows and what lies below is the queue', () => {
    fc.assert(
      fc.property(queues, (alarms) => {
        const { rows, folds } = floodRows(alarms, new Set());
        const below = [...folds.values()].reduce((sum, fold) => sum + fold.below, 0);
        expect(rows.length + below).toBe(alarms.length);
        const everything = floodRows(alarms, new Set(alarms.map(groupKey)));
        expect(ids(everything.rows).toSorted()).toEqual(ids(alarms).toSorted());
      }),
    );
  });

  it('shows everything pinned above everything else, each in the order of the queue', () => {
    fc.assert(
      fc.property(queues, (alarms) => {
        const { rows } = floodRows(alarms, new Set());
        const pinned = alarms.filter(isPinned);
        expect(ids(rows.slice(0, pinned.length))).toEqual(ids(pinned));
        expect(rows.slice(pinned.length).some(isPinned)).toBe(false);
      }),
    );
  });

  it('moves no row when an alarm is acknowledged', () => {
    fc.assert(
      fc.property(queues, fc.nat(), (alarms, at) => {
        const after = alarms.map((alarm, index) =>
          index === at % alarms.length ? { ...alarm, state: 'active-acked' as const } : alarm,
        );
        expect(ids(floodRows(after, new Set()).rows)).toEqual(
          ids(floodRows(alarms, new Set()).rows),
        );
      }),
    );
  });
});
