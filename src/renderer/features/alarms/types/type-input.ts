import { z } from 'zod';
import { alarmTypeFields } from '#contract/alarms/types.ts';
import type { AlarmTypeChanges, AlarmTypeFields, AlarmTypeRow } from '#contract/alarms/types.ts';

/** What is typed for a type: its settings, and why they change. */
export const typeInput = alarmTypeFields.extend({ reason: z.string().trim().min(3).max(500) });

/** See {@link typeInput}. */
export type TypeInput = z.input<typeof typeInput>;

/** A setting of a type. */
export type TypeField = keyof AlarmTypeFields;

/** The settings of a type in the groups in which they are read. */
export const fieldGroups = {
  meaning: [
    'title',
    'priority',
    'cause',
    'consequence',
    'operatorAction',
    'timeToRespondSeconds',
    'noteRequired',
    'isEnabled',
  ],
  timing: ['onDelaySeconds', 'offDelaySeconds', 'reAlarmSeconds', 'isLatching'],
  limit: ['limit', 'limitDirection', 'deadband', 'unit'],
  overlays: [
    'maxShelveSeconds',
    'fleetingSeconds',
    'chatterCount',
    'chatterSeconds',
    'groupSize',
    'groupWindowSeconds',
  ],
  escalation: ['escalateSeconds'],
} as const satisfies Record<string, readonly TypeField[]>;

/** One of {@link fieldGroups}. */
export type FieldGroup = keyof typeof fieldGroups;

/** Every setting once, in the order of the groups. */
export const typeFields: readonly TypeField[] = Object.values(fieldGroups).flat();

/** A type under the key that forms know records by. */
export interface TypeRecord extends AlarmTypeRow {
  readonly id: string;
}

/** See {@link TypeRecord}. */
export const typeRecord = (row: AlarmTypeRow): TypeRecord => ({ ...row, id: row.alarmType });

/** What may be typed of a type; the reason is asked for anew each time. */
export function toTypeInput(row: AlarmTypeRow): TypeInput {
  const fields = Object.fromEntries(typeFields.map((field) => [field, row[field]]));
  return { ...(fields as AlarmTypeFields), reason: '' };
}

/** The settings that differ, in the order of the groups. */
export function changedFields(
  before: Partial<AlarmTypeFields>,
  after: Partial<AlarmTypeFields>,
): TypeField[] {
  return typeFields.filter((field) => before[field] !== after[field]);
}

/** What is to be saved: only what differs, so that a colleague's other settings stay. */
export function changesOf(before: AlarmTypeFields, after: AlarmTypeFields): AlarmTypeChanges {
  return Object.fromEntries(changedFields(before, after).map((field) => [field, after[field]]));
}
