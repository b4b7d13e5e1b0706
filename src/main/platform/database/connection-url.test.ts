import { describe, expect, it } from 'vitest';
import { asApp, parseDatabaseUrl } from './connection-url.ts';

describe('a database URL', () => {
  it('names user, password, host, port and database', () => {
    expect(parseDatabaseUrl('postgresql://kim:p%40ss@db.example:6432/site')).toMatchObject({
      user: 'kim',
      password: 'p@ss',
      database: 'site',
      endpoints: [{ host: 'db.example', port: 6432 }],
    });
  });

  it('may name several hosts, to be tried in order', () => {
    const { endpoints } = parseDatabaseUrl(
      'postgres://u:p@a.example,b.example:5433,[2001:db8::1]/d',
    );
    expect(endpoints).toEqual([
      { host: 'a.example', port: 5432 },
      { host: 'b.example', port: 5433 },
      { host: '2001:db8::1', port: 5432 },
    ]);
  });

  it('may name the folder of a Unix socket', () => {
    const target = parseDatabaseUrl('postgresql://u:p@/d?host=%2Frun%2Fpg&port=5433');
    expect(target.endpoints).toEqual([{ host: '/run/pg', port: 5433 }]);
    expect(target.tls).toBeNull();
  });

  it.each(['db.example', '10.0.0.5', '[2001:db8::1]'])('means verified TLS to %s', (host) => {
    expect(parseDatabaseUrl(`postgresql://u:p@${host}/d`).tls).not.toBeNull();
  });

  it.each(['localhost', '127.0.0.1', '[::1]'])('needs no TLS to %s', (host) => {
    expect(parseDatabaseUrl(`postgresql://u:p@${host}/d`).tls).toBeNull();
  });

  it.each(['disable', 'allow', 'prefer', 'require', 'verify-ca', 'no-verify'])(
    'with sslmode=%s to another machine is refused, saying what to write instead',
    (mode) => {
      const url = `postgresql://u:p@db.example/d?sslmode=${mode}`;
      expect(() => parseDatabaseUrl(url)).toThrow('verify-full');
    },
  );

  it.each([
    ['mysql://u:p@h/d', 'must look like'],
    ['postgresql://h/d', 'user and a database'],
    ['postgresql://u:p@h', 'user and a database'],
    ['postgresql://u:secret@/d', 'valid host'],
    ['postgresql://u:secret@h/d?options=-crole=x', 'options'],
    ['postgresql://u:secret@h/d?sslrootcert=/nowhere.pem', '/nowhere.pem'],
  ])('%s is refused in one sentence without the password', (url, why) => {
    expect(() => parseDatabaseUrl(url)).toThrow(why);
    expect(() => parseDatabaseUrl(url)).not.toThrow('secret');
  });
});

describe('the target of the program', () => {
  it('takes on the role without ownership unless it signs in as it', () => {
    expect(asApp(parseDatabaseUrl('postgresql://u:p@h/d')).role).toBe('signalbox_app');
    expect(asApp(parseDatabaseUrl('postgresql://signalbox_app:p@h/d')).role).toBeUndefined();
  });
});
