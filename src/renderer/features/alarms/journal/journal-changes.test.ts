import { describe, expect, it } from 'vitest';
import alarmTexts from '../../../locales/en/alarms.json' with { type: 'json' };
import { type AlarmPart, journalChanges } from './journal-changes.ts';

const known = Object.keys(alarmTexts.journal.part) as AlarmPart[];

describe('what a transition changed', () => {
  it('has a word for each part, and no key of a record', () => {
    const before = { priority: 'P3', escalation_level: 0, assigned_to: null };
    const after = { priority: 'P1', escalation_level: 1, assigned_to: '0198' };
    expect(journalChanges({ before, after }, known)).toEqual([
      { part: 'escalation_level', before: 0, after: 1 },
      { part: 'priority', before: 'P3', after: 'P1' },
    ]);
  });

  it('is the whole state when the alarm was raised, without what it has not', () => {
    const after = { title: 'Node is offline', value: null, is_latched: false };
    expect(journalChanges({ before: null, after }, known)).toEqual([
      { part: 'is_latched', before: null, after: false },
      { part: 'title', before: null, after: 'Node is offline' },
    ]);
  });
});
