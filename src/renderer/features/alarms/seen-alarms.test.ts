import { describe, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import { alarmFor as alarm } from './alarm-for-tests.ts';
import { seenAfter, seenAtChoice } from './seen-alarms.ts';

const queueOf =
  (...alarms: readonly Alarm[]) =>
  (id: string) =>
    alarms.find((one) => one.id === id);

const chosen = (...ids: readonly string[]) => new Set(ids);
const fresh = { annunciation: 1, assignedTo: null, waiting: true };

describe('what was seen of the chosen alarms', () => {
  it('stays what it was when an alarm was chosen, also after it came again or somebody took it', () => {
    const first = seenAtChoice(new Map(), chosen('a'), queueOf(alarm('a')));
    const now = queueOf(alarm('a', { annunciation: 2, assignedTo: 'kim' }), alarm('b'));
    expect([...seenAtChoice(first, chosen('a', 'b'), now)]).toEqual([
      ['a', fresh],
      ['b', fresh],
    ]);
  });

  it('is forgotten with the choice', () => {
    const first = seenAtChoice(new Map(), chosen('a'), queueOf(alarm('a')));
    const none = seenAtChoice(first, chosen(), queueOf(alarm('a')));
    const later = queueOf(alarm('a', { annunciation: 5 }));
    expect(seenAtChoice(none, chosen('a'), later).get('a')).toMatchObject({ annunciation: 5 });
  });

  it('is what an action did, and what stands now of what it left alone', () => {
    const before = seenAtChoice(new Map(), chosen('a', 'b', 'c'), (id) => alarm(id));
    const outcome = {
      done: ['a'],
      skipped: ['b', 'c'].map((id) => ({ id, reason: 'changed' as const })),
    };
    const now = queueOf(alarm('a'), alarm('b', { annunciation: 2, assignedTo: 'kim' }));
    expect([...seenAfter(before, outcome, { waiting: false }, now)]).toEqual([
      ['a', { ...fresh, waiting: false }],
      ['b', { annunciation: 2, assignedTo: 'kim', waiting: true }],
      ['c', { ...fresh, waiting: false }],
    ]);
  });
});
