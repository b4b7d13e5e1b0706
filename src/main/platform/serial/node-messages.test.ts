import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNodeMessage } from './node-messages.ts';

const header = { id: 'N07', seq: 42 };

describe('node messages', () => {
  it('takes the heartbeat of the vector, whose optional fields are missing', () => {
    expect(parseNodeMessage({ t: 'hb', ...header })).toEqual({
      ok: true,
      value: {
        t: 'hb',
        ...header,
        boot: null,
        uptime: null,
        estop: null,
        ports: null,
        inputs: null,
        outputs: null,
        rights: null,
        cfg: null,
        buffered: null,
      },
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
      inputs: [true, false],
      outputs: [],
      rights: 12,
      cfg: 3,
      buffered: 40,
      type: 'machine_monitor',
    };
    expect(parseNodeMessage({ ...hello, colour: 'green' })).toEqual({ ok: true, value: hello });
  });

  it('takes a field that is null for one that is missing', () => {
    const entry = { t: 'entry', ...header, boot_of: 'b1', n: 3, ageMs: null, what: 'estop' };
    expect(parseNodeMessage(entry)).toMatchObject({ ok: true, value: { ageMs: null, port: null } });
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
    ['a level that is no level', { t: 'hb', ...header, inputs: [0] }, 'inputs'],
    ['a terminal that does not exist', { t: 'io', ...header, dir: 'input', number: 32 }, 'number'],
    ['half an address', { t: 'bt', ...header, address: 'AA:BB:CC', connected: true }, 'address'],
    ['a fault without an end', { t: 'fault', ...header, code: 'relay', msg: '' }, 'active'],
    ['an entry of no run', { t: 'entry', ...header, n: 1, what: 'started' }, 'boot_of'],
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
      'io',
      'entry',
      'bt',
      'fault',
      'fw',
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), types, (fields, t) => {
        expect(parseNodeMessage({ ...fields, t })).toHaveProperty('ok');
      }),
    );
  });
});
