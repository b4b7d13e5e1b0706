import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BoardAlarm } from './alarm-board.ts';
import { textsFor } from './texts.ts';
import type { Windows } from './windows.ts';

interface Shown extends EventEmitter {
  readonly options: { readonly title: string; readonly body: string; readonly urgency: string };
}

const shown = vi.hoisted(() => [] as Shown[]);

vi.mock('electron', () => ({
  Notification: class extends EventEmitter {
    static isSupported = () => true;
    readonly options: Shown['options'];
    constructor(options: Shown['options']) {
      super();
      this.options = options;
    }
    show(): void {
      shown.push(this);
    }
  },
}));

const { announceAlarms } = await import('./notifications.ts');

const alarms = (count: number, priority: BoardAlarm['priority'] = 'P2'): BoardAlarm[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${index}`,
    priority,
    state: 'active-unacked',
    annunciation: 1,
    alarmType: 'node_offline',
    title: `Alarm ${index}`,
    sourceName: 'Press 4',
  }));

function announcer(focused = false) {
  const opened: string[] = [];
  const windows: Windows = { open() {}, focus() {}, show: (path) => opened.push(path), focused };
  return { opened, announce: announceAlarms(windows, textsFor('en-GB')) };
}

const said = () => shown.map(({ options: { title, body, urgency } }) => [title, body, urgency]);

beforeEach(() => void shown.splice(0));

describe('a notification', () => {
  it('names the alarm and its source, and a P1 stays on top', () => {
    announcer().announce([...alarms(1, 'P1'), ...alarms(1)]);
    expect(said()).toEqual([
      ['P1: Alarm 0', 'Press 4', 'critical'],
      ['P2: Alarm 0', 'Press 4', 'normal'],
    ]);
  });

  it('says what kind of alarm it is in the language of the desktop', () => {
    const windows: Windows = { open() {}, focus() {}, show() {}, focused: false };

    announceAlarms(
      windows,
      textsFor('ko-KR'),
    )(alarms(1).map((alarm) => ({ ...alarm, title: 'Node is offline' })));
    expect(said()).toEqual([['P2: 노드 오프라인', 'Press 4', 'normal']]);
  });

  it('stands for all when many alarms come at once', () => {
    announcer().announce([...alarms(3), ...alarms(1, 'P1')]);
    expect(said()).toEqual([
      ['4 alarms need attention', 'Open the alarm queue to see them.', 'critical'],
    ]);
  });

  it('is not shown to a person who is looking at the console', () => {
    announcer(true).announce(alarms(1, 'P1'));
    expect(shown).toEqual([]);
  });

  it('opens the alarm queue when it is clicked', () => {
    const { announce, opened } = announcer();
    announce(alarms(1));
    shown[0]?.emit('click');
    expect(opened).toEqual(['/alarms']);
  });
});
