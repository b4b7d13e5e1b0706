import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLog } from '#platform/log/log.ts';
import type { CommandOutcome } from '#platform/serial/node-commands.ts';
import type { NodeOrder } from '#platform/serial/node-orders.ts';
import type { PortState } from '#platform/serial/node-protocol.ts';
import type { PortDemand } from './port-commands.queries.ts';
import { failureOf, portKeeper } from './port-keeper.ts';

const demandOf = (part: Partial<PortDemand>): PortDemand => ({
  port: 0,
  machine_id: 'machine',
  session_id: 'session',
  released: false,
  open: false,
  unconfirmed: false,
  warn_seconds: null,
  ...part,
});

/** A node with one relay that answers as told, and the database's demand for it. */
function stand(answers: CommandOutcome[] = []) {
  const sent: NodeOrder[] = [];
  const confirmed: PortDemand[] = [];
  const failed: string[] = [];
  let demand = demandOf({});
  let present = true;
  let stopped = false;
  let relay: PortState = 'locked';
  const keeper = portKeeper({
    log: silentLog,
    demands: () => Promise.resolve([demand]),
    mayCommand: () => present,
    mayRelease: () => !stopped,
    async command(order) {
      sent.push(order);
      await Promise.resolve();
      const outcome: CommandOutcome = answers.shift() ?? { kind: 'done' };
      if (outcome.kind === 'done' && order.t === 'release') relay = 'released';
      if (outcome.kind === 'done' && order.t === 'lock') relay = 'locked';
      return outcome;
    },
    confirmed: (one) => Promise.resolve(void confirmed.push(one)),
    failed: (_demand, error) => Promise.resolve(void failed.push(error)),
  });
  return {
    keeper,
    sent,
    confirmed,
    failed,
    relay: () => relay,
    demand(part: Partial<PortDemand>) {
      demand = demandOf(part);
    },
    present(is: boolean) {
      present = is;
    },
    stopped(is: boolean) {
      stopped = is;
    },
  };
}

describe('portKeeper', () => {
  it('releases what is demanded and says that the node confirmed it', async () => {
    const { keeper, sent, confirmed, demand } = stand();
    keeper.reported(['locked']);
    await keeper.settled();
    expect(sent).toEqual([]);
    demand({ released: true, open: true });
    keeper.look();
    await keeper.settled();
    expect(sent).toEqual([{ t: 'release', port: 0, seconds: null }]);
    expect(confirmed).toHaveLength(1);
  });

  it('locks a relay that the node reports as released without any session', async () => {
    const { keeper, sent } = stand();
    keeper.reported(['released']);
    await keeper.settled();
    expect(sent).toEqual([{ t: 'lock', port: 0 }]);
  });

  it('tells a node that says nothing of its relays what all of them should be', async () => {
    const { keeper, sent } = stand();
    keeper.reported(null);
    await keeper.settled();
    expect(sent).toEqual([{ t: 'lock', port: 0 }]);
  });

  it('tells nobody anything while the node is not there', async () => {
    const { keeper, sent, demand, present } = stand();
    present(false);
    demand({ released: true, open: true });
    keeper.look();
    await keeper.settled();
    expect(sent).toEqual([]);
  });

  it('locks while an emergency stop stands, and releases nothing', async () => {
    const { keeper, sent, demand, stopped } = stand();
    keeper.reported(['locked']);
    stopped(true);
    demand({ released: true, open: true });
    keeper.look();
    await keeper.settled();
    expect(sent).toEqual([]);
    demand({ released: false, open: true });
    keeper.look();
    await keeper.settled();
    expect(sent).toEqual([{ t: 'lock', port: 0 }]);
  });

  it('reports a release without answer, and does not take the relay for released', async () => {
    const { keeper, failed, demand } = stand([{ kind: 'no-answer', attempts: 3 }]);
    keeper.reported(['locked']);
    demand({ released: true, open: true });
    keeper.look();
    await keeper.settled();
    expect(failed).toEqual(['no answer to 3 commands']);
  });

  it('warns once of a session that ends soon', async () => {
    const { keeper, sent, demand } = stand();
    keeper.reported(['released']);
    demand({ released: true, warn_seconds: 240 });
    keeper.look();
    await keeper.settled();
    keeper.look();
    await keeper.settled();
    expect(sent.filter(({ t }) => t === 'warn')).toEqual([{ t: 'warn', port: 0, seconds: 240 }]);
  });

  it('says again that a machine runs when the node that was lost still has it released', async () => {
    const { keeper, sent, confirmed, demand } = stand();
    demand({ released: true, unconfirmed: true });
    keeper.reported(['released']);
    await keeper.settled();
    expect(sent).toEqual([]);
    expect(confirmed).toHaveLength(1);
  });

  it('ends with the relay as last demanded, however demands, reports and failures follow', async () => {
    const happening = fc.oneof(
      fc.record({ kind: fc.constant('demand' as const), released: fc.boolean() }),
      fc.record({ kind: fc.constant('report' as const) }),
      fc.record({ kind: fc.constant('wait' as const) }),
    );
    const answer = fc.constantFrom<CommandOutcome>(
      { kind: 'done' },
      { kind: 'no-answer', attempts: 3 },
      { kind: 'link-lost' },
      { kind: 'refused', error: 'busy' },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(happening), fc.array(answer), async (events, answers) => {
        const at = stand(answers);
        let released = false;
        for (const event of events) {
          if (event.kind === 'demand') {
            ({ released } = event);
            at.demand({ released, open: true });
            at.keeper.look();
          } else if (event.kind === 'report') at.keeper.reported([at.relay()]);
          else await at.keeper.settled();
        }
        await at.keeper.settled();
        answers.length = 0;
        at.keeper.reported([at.relay()]);
        await at.keeper.settled();
        expect(at.relay()).toBe(released ? 'released' : 'locked');
      }),
    );
  });
});

describe('failureOf', () => {
  it('lets a lock wait for the node to return, and tells a waiting person at once', () => {
    expect(failureOf({ kind: 'link-lost' }, false)).toBeNull();
    expect(failureOf({ kind: 'link-lost' }, true)).toBe('lost before it answered');
  });
});
