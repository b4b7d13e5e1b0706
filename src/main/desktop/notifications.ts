import { Notification } from 'electron';
import { alarmTypeWords } from '#contract/words/alarm-type-words.ts';
import type { BoardAlarm } from './alarm-board.ts';
import type { DesktopTexts } from './texts.ts';
import type { Windows } from './windows.ts';

/** More alarms at once than this are announced together: an operator cannot read more. */
const MOST_AT_ONCE = 3;

/** Where the alarm queue is in the console. */
const ALARM_SCREEN = '/alarms';

/** Announces urgent alarms to a person who is not looking at the console. */
export function announceAlarms(windows: Windows, texts: DesktopTexts) {
  const shown = new Set<Notification>();

  function show(title: string, body: string, urgency: 'critical' | 'normal'): void {
    const notification = new Notification({ title, body, urgency, timeoutType: 'never' });
    // Without a reference it could be collected before it is clicked.
    shown.add(notification);
    notification.on('close', () => shown.delete(notification));
    notification.on('click', () => {
      shown.delete(notification);
      windows.show(ALARM_SCREEN);
    });
    notification.show();
  }

  return (alarms: readonly BoardAlarm[]): void => {
    if (windows.focused || !Notification.isSupported()) return;
    const critical = alarms.some(({ priority }) => priority === 'P1');
    if (alarms.length > MOST_AT_ONCE) {
      const title = texts.severalAlarms(alarms.length);
      return show(title, texts.severalAlarmsDetail, critical ? 'critical' : 'normal');
    }
    for (const { alarmType, priority, title: own, sourceName } of alarms) {
      const title = alarmTypeWords(texts.language, { alarmType, text: 'title', own });
      show(`${priority}: ${title}`, sourceName, priority === 'P1' ? 'critical' : 'normal');
    }
  };
}
