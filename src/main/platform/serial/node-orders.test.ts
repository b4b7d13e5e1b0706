import { describe, expect, it } from 'vitest';
import { toWire } from './message-fields.ts';
import { type NodeCommand, parseNodeCommand } from './node-orders.ts';

describe('node commands', () => {
  const commands: readonly NodeCommand[] = [
    { t: 'release', id: 'c1', port: 0, seconds: null },
    { t: 'release', id: 'c2', port: 3, seconds: 3600 },
    { t: 'lock', id: 'c3', port: 0 },
    { t: 'warn', id: 'c4', port: 0, seconds: 300 },
    { t: 'config', id: 'c5', key: 'name', value: 'Säge 1' },
    { t: 'ping', id: 'c6' },
    { t: 'config-apply', id: 'c7', version: 3 },
    { t: 'rights-begin', id: 'c8', version: 4, salt: '00ff', count: 1 },
    { t: 'rights-add', id: 'c9', entries: [{ k: '0123456789abcdef', p: 3, m: 90 }] },
    { t: 'rights-apply', id: 'c10', version: 4 },
    { t: 'rights-drop', id: 'c11', k: '0123456789abcdef' },
    { t: 'entries-kept', id: 'c12', boot_of: 'b1', n: 17 },
    { t: 'io-set', id: 'c13', number: 31, level: false, seconds: null },
    { t: 'fw-begin', id: 'c14', version: '2.0.0', size: 1, sha256: 'ab'.repeat(32) },
    { t: 'fw-data', id: 'c15', offset: 0, data: 'AA==' },
    { t: 'fw-install', id: 'c16' },
    { t: 'show', id: 'c17', port: 1, text: '교육이 필요합니다', tone: 'error', seconds: 5 },
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

  it.each([
    [
      'nine rights',
      { t: 'rights-add', id: 'c1', entries: Array.from({ length: 9 }, () => ({})) },
      'entries',
    ],
    ['a right that is a text', { t: 'rights-add', id: 'c1', entries: ['all'] }, 'entries'],
    ['a right without a key', { t: 'rights-add', id: 'c1', entries: [{ p: 1, m: 1 }] }, 'k'],
    ['data that is not base64', { t: 'fw-data', id: 'c1', offset: 0, data: 'A' }, 'data'],
    ['half a hash', { t: 'fw-begin', id: 'c1', version: '1', size: 1, sha256: 'ab' }, 'sha256'],
    [
      'a text longer than a display',
      { t: 'show', id: 'c1', port: 0, text: 'x'.repeat(41) },
      'text',
    ],
  ])('refuses %s and names the field', (_, raw, field) => {
    expect(parseNodeCommand(raw)).toMatchObject({ ok: false, problem: { field } });
  });
});
