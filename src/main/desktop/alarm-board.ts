import type { Alarm } from '#contract/alarms.ts';
import { mostQueueRows } from '#contract/alarms/queue.ts';

/** What the desktop shows of an alarm. */
export type BoardAlarm = Pick<
  Alarm,
  'id' | 'alarmType' | 'priority' | 'state' | 'annunciation' | 'title' | 'sourceName'
>;

/** A message of the live alarm queue. */
export type AlarmMessage =
  | { readonly kind: 'snapshot'; readonly rows: readonly BoardAlarm[] }
  | {
      readonly kind: 'changes';
      readonly upserts: readonly BoardAlarm[];
      readonly removed: readonly string[];
    };

/** The queue as far as tray and notifications need it. */
export interface AlarmBoard {
  /** Takes a message in; answers the urgent alarms that ask for attention and were not told yet. */
  take(message: AlarmMessage): readonly BoardAlarm[];
  /** Alarms that nobody has acknowledged, of all priorities; null where there may be more than were sent. */
  readonly unacknowledged: number | null;
  /** Forgets the queue, but not what was told: whoever signs in next learns only what is new. */
  clear(): void;
}

const isUrgent = ({ priority, state }: BoardAlarm): boolean =>
  state === 'active-unacked' && (priority === 'P1' || priority === 'P2');

/** Makes an empty board. */
export function createAlarmBoard(): AlarmBoard {
  const queue = new Map<string, BoardAlarm>();
  const told = new Map<string, number>();

  function news(): readonly BoardAlarm[] {
    const fresh = [...queue.values()].filter(
      (alarm) => isUrgent(alarm) && (told.get(alarm.id) ?? 0) < alarm.annunciation,
    );
    for (const { id, annunciation } of fresh) told.set(id, annunciation);
    return fresh;
  }

  function forgetGone(): void {
    for (const id of told.keys()) if (!queue.has(id)) told.delete(id);
  }

  return {
    take(message) {
      if (message.kind === 'snapshot') queue.clear();
      else for (const id of message.removed) queue.delete(id);
      const rows = message.kind === 'snapshot' ? message.rows : message.upserts;
      for (const alarm of rows) queue.set(alarm.id, alarm);
      forgetGone();
      return news();
    },
    get unacknowledged() {
      // Of a longer queue that many are here at the least.
      if (queue.size >= mostQueueRows / 2) return null;
      return [...queue.values()].filter(({ state }) => state.endsWith('-unacked')).length;
    },
    clear: () => queue.clear(),
  };
}
