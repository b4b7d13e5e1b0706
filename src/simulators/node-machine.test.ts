import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeCommand } from '#platform/serial/node-orders.ts';
import type { EstopState } from '#platform/serial/node-protocol.ts';
import { nodeMachine } from './node-machine.ts';

const machine = () => nodeMachine({ id: 'N01', portCount: 2, firmware: '1', now: () => 0 });

describe('the simulated node', () => {
  it('does a repeated command once and answers it again', () => {
    const node = machine();
    const release: NodeCommand = { t: 'release', id: 'c1', port: 0, seconds: null };
    const first = node.obey(release);
    node.obey({ t: 'lock', id: 'c2', port: 0 });
    expect(node.obey(release)).toEqual(first);
    expect(node.ports[0]).toBe('locked');
  });

  it('locks a port by itself when the time of its release is over', () => {
    let time = 0;
    const node = nodeMachine({ id: 'N01', portCount: 2, firmware: '1', now: () => time });
    node.obey({ t: 'release', id: 'c1', port: 0, seconds: 60 });
    node.obey({ t: 'release', id: 'c2', port: 1, seconds: null });
    time = 59_999;
    expect(node.ports).toEqual(['released', 'released']);
    time = 60_000;
    expect(node.ports).toEqual(['locked', 'released']);
  });

  it('numbers its messages from 0 after each start, with a new boot', () => {
    const node = machine();
    const one = node.compose({ t: 'activity', port: 0 });
    expect(node.compose({ t: 'activity', port: 0 }).seq).toBe(1);
    node.restart('watchdog');
    const other = node.compose(node.hello());
    expect(other).toMatchObject({ t: 'hello', seq: 0, reset: 'watchdog' });
    expect(other.boot).not.toBe(one.boot);
  });

  it('never has a port released while the emergency stop is not normal', () => {
    const steps = fc.oneof(
      fc.constantFrom<EstopState>('normal', 'tripped', 'released'),
      fc
        .record({
          t: fc.constantFrom('release' as const, 'lock' as const),
          port: fc.nat(3),
          id: fc.nat(9),
        })
        .map(({ t, port, id }): NodeCommand => {
          const key = `c${id}`;
          return t === 'release' ? { t, port, id: key, seconds: null } : { t, port, id: key };
        }),
    );
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 60 }), (run) => {
        const node = machine();
        let tripped = false;
        for (const step of run) {
          if (typeof step === 'string') node.setEstop(step);
          else node.obey(step);
          tripped = node.estop === 'tripped' || (tripped && node.estop !== 'normal');
          expect(tripped && node.ports.includes('released')).toBe(false);
        }
      }),
    );
  });
});
