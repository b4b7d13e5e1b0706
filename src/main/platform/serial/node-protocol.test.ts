import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NodeCommand, parseNodeCommand, parseNodeMessage, toWire } from './node-protocol.ts';

const header = { id: 'N07', seq: 42 };

describe('node messages', () => {
  it('takes the heartbeat of the vector, whose optional fields are missing', () => {
    expect(parseNodeMessage({ t: 'hb', ...header })).toEqual({
      ok: true,
      value: { t: 'hb', ...header, boot: null, uptime: null, estop: null, ports: null },
    });
  });

  it('takes a greeting and ignores fields of newer nodes', () => {
    const hello = {
      t: 'hello',
      ...header,
      boot: 'a1b2',
      fw: '2.1.0',
      reset: 'brown-out',
      uptime: 12,
      estop: 'tripped',
      ports: ['locked', 'released'],
    };
    expect(parseNodeMessage({ ...hello, colour: 'green' })).toEqual({ ok: true, value: hello });
  });

  it.each([
    [
      'a UID that is a number',
      { t: 'badge', ...header, port: 0, uid: 4_112_233, tech: 'em4100' },
      'uid',
    ],
    [
      'a UID of half a byte',
      { t: 'badge', ...header, port: 0, uid: 'DEADBEE', tech: 'em4100' },
      'uid',
    ],
    ['an unknown type', { t: 'reboot', ...header }, 't'],
    ['a type that every object has', { t: 'constructor', ...header }, 't'],
    ['a negative number', { t: 'hb', id: 'N07', seq: -1 }, 'seq'],
    ['a number as text', { t: 'hb', id: 'N07', seq: '1' }, 'seq'],
    ['a missing name', { t: 'hb', seq: 1 }, 'id'],
    ['a refusal without a reason', { t: 'ack', ...header, cmd: 'c1', ok: false }, 'err'],
    ['a greeting without a boot', { t: 'hello', ...header, fw: '1', reset: 'panic' }, 'boot'],
    ['a port that is neither', { t: 'hb', ...header, ports: ['open'] }, 'ports'],
    ['an emergency stop that is unknown', { t: 'estop', ...header, state: 'reset' }, 'state'],
  ])('refuses %s and names the field', (_, raw, field) => {
    expect(parseNodeMessage(raw)).toMatchObject({ ok: false, problem: { field } });
  });

  it('never throws, whatever JSON arrives', () => {
    const types = fc.constantFrom(
      'hello',
      'hb',
      'boot',
      'badge',
      'activity',
      'ack',
      'estop',
      'log',
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), types, (fields, t) => {
        expect(parseNodeMessage({ ...fields, t })).toHaveProperty('ok');
      }),
    );
  });
});

describe('node commands', () => {
  const commands: readonly NodeCommand[] = [
    { t: 'release', id: 'c1', port: 0, seconds: null },
    { t: 'release', id: 'c2', port: 3, seconds: 3600 },
    { t: 'lock', id: 'c3', port: 0 },
    { t: 'warn', id: 'c4', port: 0, seconds: 300 },
    { t: 'config', id: 'c5', key: 'name', value: 'Säge 1' },
    { t: 'ping', id: 'c6' },
  ];

  it.each(commands)('reads back $t as it was written', (command) => {
    const wire = toWire(command);
    expect(Object.keys(wire)[0]).toBe('t');
    expect(Object.values(wire)).not.toContain(null);
    expect(parseNodeCommand(wire)).toEqual({ ok: true, value: command });
  });

  it('refuses a command without a key or for no port', () => {
    expect(parseNodeCommand({ t: 'lock', port: 0 })).toMatchObject({ problem: { field: 'id' } });
    expect(parseNodeCommand({ t: 'lock', id: 'c1', port: 16 })).toMatchObject({
      problem: { field: 'port' },
    });
  });
});
