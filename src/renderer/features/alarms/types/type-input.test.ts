import { describe, expect, it } from 'vitest';
import { alarmTypeFields } from '#contract/alarms/types.ts';
import type { AlarmTypeFields } from '#contract/alarms/types.ts';
import { changedFields, changesOf, typeFields } from './type-input.ts';

const before: AlarmTypeFields = {
  title: 'Oil too hot',
  cause: 'Filter blocked',
  consequence: 'The pump stops',
  operatorAction: 'Change the filter',
  priority: 'P2',
  timeToRespondSeconds: 300,
  noteRequired: false,
  reAlarmSeconds: 60,
  onDelaySeconds: 0,
  offDelaySeconds: 0,
  limit: 80,
  limitDirection: 'high',
  deadband: 0,
  unit: '°C',
  isLatching: false,
  maxShelveSeconds: 28_800,
  escalateSeconds: null,
  fleetingSeconds: 10,
  chatterCount: 3,
  chatterSeconds: 60,
  groupSize: null,
  groupWindowSeconds: 60,
  isEnabled: true,
};

describe('settings of an alarm type', () => {
  it('has every setting of the contract in exactly one group', () => {
    expect(typeFields.toSorted()).toEqual(Object.keys(alarmTypeFields.shape).toSorted());
  });

  it('saves only what differs', () => {
    const after = { ...before, offDelaySeconds: 30, limit: null, limitDirection: null };
    expect(changedFields(before, after)).toEqual(['offDelaySeconds', 'limit', 'limitDirection']);
    expect(changesOf(before, after)).toEqual({
      offDelaySeconds: 30,
      limit: null,
      limitDirection: null,
    });
    expect(changesOf(before, { ...before })).toEqual({});
  });
});
