import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseError } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pinoLog } from './pino-log.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'signalbox-log-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const written = (): string =>
  readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('');

function failingRow(): DatabaseError {
  const error = new DatabaseError(
    'invalid input syntax for type uuid: "CANARY-message"',
    1,
    'error',
  );
  return Object.assign(error, {
    severity: 'ERROR',
    code: '22P02',
    detail: 'Failing row contains (3, CANARY-detail, diabetes, -1).',
    hint: 'Perhaps CANARY-hint.',
    where: 'COPY residents, line 1: "CANARY-where"',
    internalQuery: 'select CANARY-query',
    parameters: ['CANARY-parameter'],
    table: 'residents',
    constraint: 'residents_email_key',
  });
}

describe('pinoLog', () => {
  it('writes no value of a failing row, whatever field of the error carries it', () => {
    using log = pinoLog({ directory, stderr: false, level: 'debug' });
    log.error('Could not save', failingRow(), { during: failingRow() });
    log.error('Wrapped', new Error('outer', { cause: failingRow() }));
    expect(written()).not.toContain('CANARY');
    expect(written()).not.toContain('diabetes');
    expect(written()).toContain('residents_email_key');
    expect(written()).toContain('22P02');
  });

  it.each([
    ['a password field', 'x', { password: 'CANARY' }],
    ['a nested token', 'x', { session: { accessToken: 'CANARY' } }],
    ['a badge identifier', 'x', { badge: { uid: 'CANARY' }, cardUid: 'CANARY' }],
    ['statement parameters', 'x', { parameters: ['CANARY'], query: 'CANARY' }],
    ['a list of people', 'x', { people: [{ email: 'CANARY', mobilePhone: 'CANARY' }] }],
    ['a connection string in a field', 'x', { target: 'postgres://me:CANARY@db.site:5432/x' }],
    ['a connection string in the message', 'to postgres://me:CANARY@db.site/x', {}],
    ['a bearer header in a text', 'x', { header: 'Bearer CANARY' }],
    ['a password in a text', 'host=db password=CANARY', {}],
    ['a mail address in a text', 'sent to CANARY@example.com', {}],
    ['the cause of an error in a field', 'x', { error: new Error('token: CANARY') }],
    ['bytes', 'x', { frame: Buffer.from('CANARY') }],
  ])('keeps %s out of the file', (_what, message, fields) => {
    using log = pinoLog({ directory, stderr: false, level: 'debug' });
    log.info(message, fields);
    log.child(fields).warn(message);
    expect(written()).toContain('"level":30');
    expect(written()).not.toContain('CANARY');
    expect(written()).not.toContain(Buffer.from('CANARY').toString('base64'));
  });

  it('keeps what helps: message, plain fields, the frames of an error', () => {
    using log = pinoLog({ directory, stderr: false, level: 'debug' });
    log.child({ module: 'reader' }).error('Link down', new TypeError('port is gone'), { port: 3 });
    const line = JSON.parse(written()) as Record<string, Record<string, unknown>>;
    expect(line).toMatchObject({ module: 'reader', msg: 'Link down', port: 3 });
    expect(line['error']).toMatchObject({ name: 'TypeError', message: 'port is gone' });
    expect(line['error']?.['stack']).toContain('pino-log.test.ts');
  });

  it('survives values that refer to themselves', () => {
    using log = pinoLog({ directory, stderr: false, level: 'debug' });
    const ring: Record<string, unknown> = {};
    ring['next'] = ring;
    log.info('ring', ring);
    expect(written()).toContain('[deeper]');
  });

  it('rotates by size and keeps a bounded number of files that only the owner reads', () => {
    using log = pinoLog({ directory, stderr: false, level: 'info', maxBytes: 2_000, keep: 2 });
    for (let line = 0; line < 200; line += 1) log.info('line', { line });
    expect(readdirSync(directory).toSorted()).toEqual([
      'signalbox.1.log',
      'signalbox.2.log',
      'signalbox.log',
    ]);
    for (const name of readdirSync(directory)) {
      expect(statSync(join(directory, name)).size).toBeLessThanOrEqual(2_000);
      expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
    }
    expect(written()).toContain('"line":199');
  });
});
