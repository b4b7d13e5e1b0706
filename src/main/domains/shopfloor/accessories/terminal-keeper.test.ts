import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { silentLog } from '#platform/log/log.ts';
import type { CommandOutcome } from '#platform/serial/node-commands.ts';
import type { NodeOrder } from '#platform/serial/node-orders.ts';
import { terminalKeeper } from './terminal-keeper.ts';
import type { ReportedLevels } from './terminals.queries.ts';

/** A node with one output that acts or does not, and the database's demand for it. */
function stand() {
  const clock = fakeClock();
  const sent: NodeOrder[] = [];
  const kept: ReportedLevels[] = [];
  let wanted = false;
  let changesInMs: number | null = null;
  let works = true;
  let present = true;
  let level = false;
  const keeper = terminalKeeper({
    log: silentLog,
    clock,
    demands: () => Promise.resolve([{ number: 0, level: wanted, changesInMs }]),
    keep: (levels) => void kept.push(levels),
    mayCommand: () => present,
    async command(order): Promise<CommandOutcome> {
      sent.push(order);
      await Promise.resolve();
      if (!works) return { kind: 'no-answer', attempts: 3 };
      if (order.t === 'io-set') ({ level } = order);
      return { kind: 'done' };
    },
  });
  return {
    keeper,
    sent,
    kept,
    clock,
    level: () => level,
    report: () => keeper.reported('output', [level]),
    restart() {
      level = false;
      keeper.reported('output', [level]);
    },
    set(change: {
      wanted?: boolean;
      changesInMs?: number | null;
      works?: boolean;
      present?: boolean;
    }) {
      wanted = change.wanted ?? wanted;
      works = change.works ?? works;
      present = change.present ?? present;
      if (change.changesInMs !== undefined) ({ changesInMs } = change);
    },
  };
}

describe('terminalKeeper', () => {
  it('orders what differs, once, and is content when the node reports it', async () => {
    const at = stand();
    at.report();
    at.set({ wanted: true });
    at.keeper.look();
    await at.keeper.settled();
    at.keeper.look();
    await at.keeper.settled();
    expect(at.sent).toEqual([{ t: 'io-set', number: 0, level: true, seconds: null }]);
    at.report();
    await at.keeper.settled();
    await at.clock.advance(60_000);
    await at.keeper.settled();
    expect(at.sent).toHaveLength(1);
  });

  it('does not take an answer for done: without a report it orders again', async () => {
    const at = stand();
    at.report();
    at.set({ wanted: true });
    at.keeper.look();
    await at.keeper.settled();
    await at.clock.advance(2000);
    await at.keeper.settled();
    expect(at.sent).toHaveLength(2);
  });

  it('looks again by itself when time alone changes what is demanded', async () => {
    const at = stand();
    at.report();
    at.set({ changesInMs: 3000 });
    at.keeper.look();
    await at.keeper.settled();
    at.set({ wanted: true, changesInMs: null });
    await at.clock.advance(3000);
    await at.keeper.settled();
    expect(at.level()).toBe(true);
  });

  it('tells nobody anything while the node is not there, and what stands now on its return', async () => {
    const at = stand();
    at.report();
    at.set({ wanted: true, present: false });
    at.keeper.look();
    await at.keeper.settled();
    at.set({ wanted: false, present: true });
    at.report();
    await at.keeper.settled();
    expect(at.sent).toEqual([]);
  });

  it('keeps again all that was heard, for accessories that were set up since', () => {
    const at = stand();
    at.keeper.reported('input', [true, false]);
    at.keeper.changed('input', 1, true);
    at.kept.length = 0;
    at.keeper.recall();
    expect(at.kept).toEqual([{ dir: 'input', numbers: [0, 1], levels: [true, true] }]);
  });

  it('ends with the output as last demanded, however demands, restarts and failures follow', async () => {
    const happening = fc.oneof(
      fc.record({ kind: fc.constant('demand' as const), wanted: fc.boolean() }),
      fc.record({ kind: fc.constantFrom('report' as const, 'restart' as const, 'wait' as const) }),
      fc.record({ kind: fc.constant('works' as const), works: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(happening), async (events) => {
        const at = stand();
        let last = false;
        for (const event of events) {
          if (event.kind === 'demand') {
            at.set({ wanted: event.wanted });
            last = event.wanted;
            at.keeper.look();
          } else if (event.kind === 'works') at.set({ works: event.works });
          else if (event.kind === 'report') at.report();
          else if (event.kind === 'restart') at.restart();
          else await at.clock.advance(500);
          await at.keeper.settled();
        }
        at.set({ works: true });
        at.report();
        await at.clock.advance(2000);
        await at.keeper.settled();
        expect(at.level()).toBe(last);
      }),
    );
  });
});
