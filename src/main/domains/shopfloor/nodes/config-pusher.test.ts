import { describe, expect, it } from 'vitest';
import { silentLog } from '#platform/log/log.ts';
import type { CommandOutcome } from '#platform/serial/node-commands.ts';
import type { NodeOrder } from '#platform/serial/node-orders.ts';
import { configPusher } from './config-pusher.ts';
import type { ConfigDemand } from './node-configs.queries.ts';

const demand = (version: number, config: ConfigDemand['config']): ConfigDemand => ({
  version,
  nodeType: 'machine_monitor',
  config,
});

/** A node and a database in memory, as far as a pusher knows them. */
function around(first: ConfigDemand, answer: (order: NodeOrder) => CommandOutcome) {
  let wanted: ConfigDemand | null = first;
  const told: NodeOrder[] = [];
  const failures: string[] = [];
  const pusher = configPusher({
    log: silentLog,
    demand: () => Promise.resolve(wanted),
    command(order) {
      told.push(order);
      return Promise.resolve(answer(order));
    },
    applied(version) {
      if (wanted?.version === version) wanted = null;
      return Promise.resolve();
    },
    failed(_, error) {
      failures.push(error);
      return Promise.resolve();
    },
    mayCommand: () => true,
  });
  return {
    pusher,
    told,
    failures,
    want: (next: ConfigDemand) => {
      wanted = next;
    },
    get wanted() {
      return wanted;
    },
  };
}

const done: CommandOutcome = { kind: 'done' };

describe('the config pusher', () => {
  it('tells every setting as text, and the version last', async () => {
    const node = around(demand(3, { buzzer: false, beatSeconds: 2 }), () => done);
    node.pusher.look();
    await node.pusher.settled();
    expect(node.told).toEqual([
      { t: 'config', key: 'buzzer', value: 'false' },
      { t: 'config', key: 'beatSeconds', value: '2' },
      { t: 'config-apply', version: 3 },
    ]);
    expect(node.wanted).toBeNull();
  });

  it('says which setting the node refused, and applies nothing', async () => {
    const node = around(demand(1, { buzzer: true, beatSeconds: 2 }), (order) =>
      order.t === 'config' && order.key === 'beatSeconds'
        ? { kind: 'refused', error: 'range' }
        : done,
    );
    node.pusher.look();
    await node.pusher.settled();
    expect(node.failures).toEqual(['The node refused the setting “beatSeconds”: range.']);
    expect(node.told.some(({ t }) => t === 'config-apply')).toBe(false);
  });

  it('calls nothing a failure when the node is lost: it is given all when it returns', async () => {
    const node = around(demand(1, { buzzer: true }), () => ({ kind: 'link-lost' }));
    node.pusher.look();
    await node.pusher.settled();
    expect(node.failures).toEqual([]);
    expect(node.wanted).not.toBeNull();
  });

  it('gives the newer version when one was made while the older was on its way', async () => {
    const node = around(demand(1, { buzzer: true }), (order) => {
      if (order.t === 'config-apply' && order.version === 1) {
        node.want(demand(2, { buzzer: false }));
        node.pusher.look();
      }
      return done;
    });
    node.pusher.look();
    await node.pusher.settled();
    expect(node.told.at(-1)).toEqual({ t: 'config-apply', version: 2 });
    expect(node.wanted).toBeNull();
  });
});
