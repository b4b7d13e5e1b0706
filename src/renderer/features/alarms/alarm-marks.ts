import type { Alarm } from '#contract/alarms.ts';
import { type AlarmMark, alarmMarks } from '#contract/alarms/queue.ts';

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
