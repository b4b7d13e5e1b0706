import { describe, expect, it } from 'vitest';
import { BadOption, parseOptions } from './options.ts';

describe('parseOptions', () => {
  it('listens on loopback unless told otherwise', () => {
    expect(parseOptions([])).toEqual({
      dataDir: undefined,
      host: '127.0.0.1',
      port: 7410,
      open: true,
      demo: false,
    });
  });

  it('takes every option', () => {
    expect(parseOptions(['--data', '/d', '--port=0', '--host', '::1', '--no-open'])).toMatchObject({
      dataDir: '/d',
      port: 0,
      host: '::1',
      open: false,
    });
  });

  it.each([
    [['--prot', '1']],
    [['--port', 'x']],
    [['--port', '65536']],
    [['--port', '-1']],
    [['stray']],
  ])('refuses %j with one sentence and what is known', (args) => {
    expect(() => parseOptions(args)).toThrow(BadOption);
  });
});
