import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeCommand } from '#platform/serial/node-orders.ts';
import type { EstopState } from '#platform/serial/node-protocol.ts';
import { nodeMachine } from './node-machine.ts';
import { personKey } from './node-rights.ts';

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

  it('applies the configuration it was given, and reports its version', () => {
    const node = machine();
    node.obey({ t: 'config', id: 'c1', key: 'name', value: 'Saw' });
    expect(node.config.get('name')).toBeUndefined();
    node.obey({ t: 'config-apply', id: 'c2', version: 5 });
    node.restart('software');
    expect(node.config.get('name')).toBe('Saw');
    expect(node.health().cfg).toBe(5);
  });

  it('drives an output for a while, and refuses one that it does not have', () => {
    let time = 0;
    const node = nodeMachine({
      id: 'N01',
      portCount: 1,
      inputCount: 1,
      outputCount: 1,
      firmware: '1',
      now: () => time,
    });
    const drive = { t: 'io-set', number: 0, level: true, seconds: 3 } as const;
    const io = { t: 'io', dir: 'output', number: 0 };
    expect(node.obey({ ...drive, id: 'c1' })[0]).toEqual({ ...io, level: true });
    time = 3000;
    expect(node.tick()).toEqual([{ ...io, level: false }]);
    expect(node.input(0, true)).toEqual([{ t: 'io', dir: 'input', number: 0, level: true }]);
    expect(node.health()).toMatchObject({ inputs: [true], outputs: [false] });
    expect(node.obey({ ...drive, number: 1, id: 'c2' })).toMatchObject([
      { ok: false, err: 'no-such-terminal' },
    ]);
  });

  it('shows a text as long as it was told', () => {
    let time = 0;
    const node = nodeMachine({ id: 'N01', portCount: 1, firmware: '1', now: () => time });
    const show = { t: 'show', port: 0, text: 'Training required', tone: 'error' } as const;
    node.obey({ ...show, id: 'c1', seconds: 5 });
    expect(node.display(0)).toEqual({ text: 'Training required', tone: 'error' });
    time = 5000;
    expect(node.display(0)).toBeNull();
  });

  it('introduces itself with its faults and the devices it sees', () => {
    const node = machine();
    const drill = { address: 'AA:BB:CC:DD:EE:FF', name: 'Drill', kind: null, rssi: -60 };
    node.fault('relay', 'no feedback', true);
    node.fault('clock', 'no time', true);
    node.fault('clock', '', false);
    node.bluetooth({ ...drill, connected: true });
    expect(node.introduction()).toMatchObject([
      { t: 'hello' },
      { t: 'fault', code: 'relay', active: true },
      { t: 'bt', name: 'Drill' },
    ]);
    node.bluetooth({ ...drill, connected: false });
    expect(node.introduction()).toHaveLength(2);
  });

  it('leaves the time of somebody whom it let in alone to a host that is back', () => {
    let time = 0;
    const node = nodeMachine({ id: 'N01', portCount: 1, firmware: '1', now: () => time });
    const badge = { uid: '0100112233', tech: 'em4100' } as const;
    const salt = '00';
    const entries = [{ k: personKey(salt, badge.uid), p: 1, m: 15 }];
    node.obey({ t: 'rights-begin', id: 'c1', version: 1, salt, count: 1 });
    node.obey({ t: 'rights-add', id: 'c2', entries });
    node.obey({ t: 'rights-apply', id: 'c3', version: 1 });
    time = 11_000;
    node.badge(0, badge);
    expect(node.ports).toEqual(['released']);
    time = 60_000;
    node.hostHeard();
    time = 3_600_000;
    node.hostHeard();
    node.tick();
    expect(node.ports).toEqual(['released']);
    expect(node.buffered).toBe(1);
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
