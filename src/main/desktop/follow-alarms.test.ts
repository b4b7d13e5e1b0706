import { describe, expect, it } from 'vitest';
import { mostQueueRows } from '#contract/alarms/queue.ts';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { silentLog } from '#platform/log/log.ts';
import type { AlarmMessage, BoardAlarm } from './alarm-board.ts';
import type { Consoles, OwnConsole } from './consoles.ts';
import { followAlarms } from './follow-alarms.ts';

/** A stream that the test writes and that its reader's signal ends. */
function channel<T>() {
  const waiting: T[] = [];
  let wake: (() => void) | undefined;
  return {
    put(item: T): void {
      waiting.push(item);
      wake?.();
    },
    async *read(signal: AbortSignal): AsyncGenerator<T> {
      signal.addEventListener('abort', () => wake?.(), { once: true });
      while (!signal.aborted) {
        const item = waiting.shift();
        if (item) yield item;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

/** Lets everything that is ready happen. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const p1 = (id: string): BoardAlarm => ({
  id,
  alarmType: 'node_offline',
  priority: 'P1',
  state: 'active-unacked',
  annunciation: 1,
  title: `Alarm ${id}`,
  sourceName: 'Press 4',
});

type View = { kind: 'signed-in'; locked: boolean; permissions: string[] } | { kind: 'signed-out' };

function desk() {
  const views = channel<View>();
  let queue = channel<AlarmMessage>();
  let readers = 0;
  const client = {
    identity: {
      session: {
        watch: async (_: undefined, { signal }: { signal: AbortSignal }) => views.read(signal),
      },
    },
    alarms: {
      summary: async () => ({ unacknowledged: { P1: 1, P2: 0, P3: 0, P4: 99_999 } }),
      live: async (_: undefined, { signal }: { signal: AbortSignal }) => {
        readers += 1;
        queue = channel<AlarmMessage>();
        return queue.read(signal);
      },
    },
  };
  const connection = { closed: new AbortController().signal };
  const own = { client, connection, [Symbol.dispose]() {} } as unknown as OwnConsole;
  const told: { counts: number[]; raised: string[] } = { counts: [], raised: [] };
  const following = followAlarms({
    consoles: { open: () => own } as unknown as Consoles,
    clock: fakeClock(),
    log: silentLog,
    listener: {
      counted: (count) => told.counts.push(count),
      raised: (alarms) => told.raised.push(...alarms.map(({ id }) => id)),
    },
  });
  return {
    following,
    told,
    view: (view: View) => views.put(view),
    say: (message: AlarmMessage) => queue.put(message),
    get readers() {
      return readers;
    },
  };
}

const operator = { kind: 'signed-in', locked: false, permissions: ['alarm:read'] } as const;

describe('following the alarms', () => {
  it('reads the queue while somebody who may see it works here', async () => {
    const made = desk();
    await using following = made.following;
    made.view({ ...operator, permissions: ['alarm:read'] });
    await settled();
    made.say({ kind: 'snapshot', rows: [p1('a'), p1('b')] });
    await settled();
    expect(following).toBeDefined();
    expect(made.told).toEqual({ counts: [2], raised: ['a', 'b'] });
  });

  it('counts all of a queue that is too long to be sent', async () => {
    const made = desk();
    await using following = made.following;
    made.view({ ...operator, permissions: ['alarm:read'] });
    await settled();
    const rows = Array.from({ length: mostQueueRows }, (_, index) => ({
      ...p1(`${index}`),
      priority: 'P4' as const,
    }));
    made.say({ kind: 'snapshot', rows });
    await settled();
    expect(following).toBeDefined();
    expect(made.told.counts).toEqual([100_000]);
  });

  it('reads nothing for somebody without the right, nor while the console is locked', async () => {
    const made = desk();
    await using following = made.following;
    made.view({ kind: 'signed-in', locked: false, permissions: ['machine:operate'] });
    made.view({ kind: 'signed-in', locked: true, permissions: ['alarm:read'] });
    await settled();
    expect(following).toBeDefined();
    expect(made.readers).toBe(0);
  });

  it('tells after an unlock what was raised meanwhile, and only that', async () => {
    const made = desk();
    await using following = made.following;
    made.view({ ...operator, permissions: ['alarm:read'] });
    await settled();
    made.say({ kind: 'snapshot', rows: [p1('a')] });
    await settled();
    made.view({ kind: 'signed-in', locked: true, permissions: ['alarm:read'] });
    made.view({ ...operator, permissions: ['alarm:read'] });
    await settled();
    made.say({ kind: 'snapshot', rows: [p1('a'), p1('b')] });
    await settled();
    expect(following).toBeDefined();
    expect(made.told.raised).toEqual(['a', 'b']);
  });

  it('shows no count once nobody is signed in', async () => {
    const made = desk();
    await using following = made.following;
    made.view({ ...operator, permissions: ['alarm:read'] });
    await settled();
    made.say({ kind: 'snapshot', rows: [p1('a')] });
    await settled();
    made.view({ kind: 'signed-out' });
    await settled();
    expect(following).toBeDefined();
    expect(made.told.counts).toEqual([1, 0]);
  });
});
