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
      tls: null,
      behindProxy: null,
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

  it('takes a certificate with its key, or the address of a proxy', () => {
    const tls = { certFile: 'c.pem', keyFile: 'k.pem', names: [] };
    const files = ['--tls-cert=c.pem', '--tls-key=k.pem'];
    expect(parseOptions(files).tls).toEqual(tls);
    expect(parseOptions([...files, '--name', 'a.example', '--name=b.example']).tls).toEqual({
      ...tls,
      names: ['a.example', 'b.example'],
    });
    const behindProxy = 'https://console.example.com';
    expect(parseOptions(['--behind-proxy', behindProxy])).toMatchObject({ behindProxy });
  });

  it.each([
    [['--prot', '1']],
    [['--port', 'x']],
    [['--port', '65536']],
    [['--port', '-1']],
    [['stray']],
    [['--tls-cert', 'c.pem']],
    [['--tls-key', 'k.pem']],
    [['--name', 'a.example']],
    [['--tls-cert', 'c.pem', '--tls-key', 'k.pem', '--behind-proxy', 'https://a.b']],
  ])('refuses %j with one sentence and what is known', (args) => {
    expect(() => parseOptions(args)).toThrow(BadOption);
  });
});
