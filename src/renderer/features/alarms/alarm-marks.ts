import type { Alarm } from '#contract/alarms.ts';

/** What is remarkable about an alarm beside its state, the most telling first. */
export const alarmMarks = [
  'firstOut',
  'parent',
  'escalated',
  'chattering',
  'fleeting',
  'stale',
] as const;

/** One of {@link alarmMarks}. */
export type AlarmMark = (typeof alarmMarks)[number];

/** The marks of an alarm, the most telling first. */
export function marksOf(alarm: Alarm): AlarmMark[] {
  const marks: Record<AlarmMark, boolean> = {
    firstOut: alarm.firstOut,
    parent: alarm.isParent,
    escalated: alarm.escalationLevel > 0,
    chattering: alarm.chattering,
    fleeting: alarm.fleeting,
    stale: alarm.stale,
  };
  return alarmMarks.filter((mark) => marks[mark]);
}
