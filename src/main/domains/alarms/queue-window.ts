import type { Alarm } from '#contract/alarms.ts';

/**
 * What of a queue a console has been sent: its top, and what sank below since, such as an alarm that
 * was just acknowledged and whose row is held in its place.
 */
export interface QueueWindow {
  /** Begins with the top of the queue and what is kept beside it; answers both. */
  begin(top: readonly Alarm[], beside?: readonly Alarm[]): Alarm[];
  has(id: string): boolean;
  /** What changed: `rows` are those of `ids` that are in the queue now. Answers those to be sent. */
  take(rows: readonly Alarm[], ids: readonly string[]): Alarm[];
  /** Lets go of the lowest, where too many came; answers their keys. */
  overflow(): string[];
  /** What sank below, at most so many that a person may act on at once. */
  sunk(): string[];
  /** So many have left or sunk that others of the queue must move up: begin again. */
  isThin(): boolean;
}

/** Alarms that a person may act on at once. */
const MOST_SUNK = 500;

type Place = Pick<Alarm, 'id' | 'state' | 'priority' | 'annunciatedAt'>;

const isUnacknowledged = ({ state }: Place): boolean => state.endsWith('unacked');

/** Whether `a` stands above `b`, in the order in which the queue is read. The contract's moments sort as text. */
function isAbove(a: Place, b: Place): boolean {
  if (isUnacknowledged(a) !== isUnacknowledged(b)) return isUnacknowledged(a);
  if (a.priority !== b.priority) return a.priority < b.priority;
  if (a.annunciatedAt !== b.annunciatedAt) return a.annunciatedAt > b.annunciatedAt;
  return a.id < b.id;
}

const placeOf = ({ id, state, priority, annunciatedAt }: Alarm): Place => ({
  id,
  state,
  priority,
  annunciatedAt,
});

/** Makes a window upon the top `most` of a queue; as many more may come before the lowest go. */
export function queueWindow(most: number): QueueWindow {
  const sent = new Map<string, Place>();
  /** The lowest that belongs to the top; null while the whole queue does. */
  let last: Place | null = null;

  const isTop = (place: Place): boolean => last === null || !isAbove(last, place);
  const places = (): Place[] => [...sent.values()];

  return {
    has: (id) => sent.has(id),
    begin(top, beside = []) {
      sent.clear();
      const rows = new Map([...top, ...beside].map((row) => [row.id, row]));
      for (const row of rows.values()) sent.set(row.id, placeOf(row));
      const lowest = top.length < most ? undefined : top.at(-1);
      last = lowest ? placeOf(lowest) : null;
      return [...rows.values()];
    },
    take(rows, ids) {
      const wanted = rows.filter((row) => sent.has(row.id) || isTop(row));
      for (const id of ids) sent.delete(id);
      for (const row of wanted) sent.set(row.id, placeOf(row));
      return wanted;
    },
    overflow() {
      if (sent.size <= most * 2) return [];
      const inOrder = places().toSorted((a, b) => (isAbove(a, b) ? -1 : 1));
      last = inOrder[most - 1] ?? null;
      const gone = inOrder.slice(most).map(({ id }) => id);
      for (const id of gone) sent.delete(id);
      return gone;
    },
    sunk: () =>
      places()
        .filter((place) => !isTop(place))
        .slice(0, MOST_SUNK)
        .map(({ id }) => id),
    isThin: () => last !== null && places().filter(isTop).length < most / 2,
  };
}
