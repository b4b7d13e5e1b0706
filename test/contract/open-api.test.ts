import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '#contract/wire.ts';
import type { TokenScope } from '#contract/procedure.ts';
import type { TokenVerdict } from '#main/web/api-token-port.ts';
import { type Served, serveSample } from './support/harness.ts';
import { rawHttp } from './support/raw-http.ts';
import { startTestServer } from './support/web-harness.ts';

const scopes: Readonly<Record<string, readonly TokenScope[]>> = {
  'token-of-a-gateway': ['event:write'],
  'token-of-a-reader': ['machine:read'],
};

async function verify(secret: string): Promise<TokenVerdict> {
  if (secret === 'token-that-has-expired') return { kind: 'expired' };
  const held = scopes[secret];
  if (!held) return { kind: 'unknown' };
  const holder = { tokenId: secret, name: 'gateway', nodeId: null, machineId: null };
  return { kind: 'accepted', ...holder, scopes: new Set(held) };
}

let served: Served;
let server: Awaited<ReturnType<typeof startTestServer>>;

beforeAll(async () => {
  served = serveSample();
  server = await startTestServer({
    served,
    tokens: { verify },
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const good = { authorization: 'Bearer token-of-a-gateway', 'content-type': 'application/json' };
const path = '/machines/M-1/reports';

function send(body: unknown, headers: Record<string, string> = good, to = path, method = 'POST') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return rawHttp(server.url + paths.api + to, { method, headers }, text);
}

describe('the ingest API', () => {
  it('takes a report of a token that may', async () => {
    const answer = await send({ celsius: 71.5 });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      { machineId: 'M-1', by: 'gateway' },
    ]);
  });

  it.each([
    ['no token', {}],
    ['an unknown token', { authorization: 'Bearer unknown-token-0123456789' }],
    ['an expired token', { authorization: 'Bearer token-that-has-expired' }],
    ['another scheme', { authorization: 'Basic dG9rZW4tb2YtYW4tb3BlcmF0b3I=' }],
    ['a cookie alone', { cookie: `__Host-signalbox=${'a'.repeat(43)}` }],
  ])('refuses %s', async (_, headers) => {
    const answer = await send({ celsius: 1 }, { 'content-type': 'application/json', ...headers });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
  });

  it('refuses a token without the right, typed', async () => {
    const answer = await send(
      { celsius: 1 },
      { ...good, authorization: 'Bearer token-of-a-reader' },
    );
    expect(JSON.parse(answer.text)).toEqual({
      defined: true,
      code: 'FORBIDDEN',
      status: 403,
      message: 'The token does not allow this.',
      data: { permission: 'event:write' },
    });
  });

  it('refuses a page of another site, even with a token', async () => {
    expect((await send({ celsius: 1 }, { ...good, origin: 'https://evil.example' })).status).toBe(
      403,
    );
  });

  it.each([
    ['unknown keys', { celsius: 1, surplus: 2 }],
    ['a wrong type', { celsius: 'hot' }],
    ['a missing field', {}],
    ['__proto__', '{"celsius":1,"__proto__":{"machineId":"M-2"}}'],
    ['nesting', `{"celsius":${'['.repeat(30)}${']'.repeat(30)}}`],
    ['broken JSON', '{"celsius":'],
  ])('refuses %s without echoing it', async (_, body) => {
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('hot');
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'BAD_REQUEST' });
  });

  it.each([
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
  ])('refuses a body of type %s', async (type) => {
    expect((await send('--x--\r\n', { ...good, 'content-type': type })).status).toBe(400);
  });

  it('refuses a prototype key in the query', async () => {
    expect((await send({ celsius: 1 }, good, `${path}?__proto__[x]=1`)).status).toBe(400);
  });

  it('refuses a body of more than 1 MiB', async () => {
    const answer = send({ celsius: 1, padding: 'x'.repeat(1024 * 1024) });
    expect((await answer).status).toBe(413);
  });

  it.each([
    ['GET', path],
    ['POST', '/echo'],
    ['POST', '/fail/unforeseen'],
    ['POST', '/nothing'],
  ])('has nothing at %s %s', async (method, to) => {
    expect((await send(method === 'GET' ? '' : {}, good, to, method)).status).toBe(404);
  });

  it('describes itself, and only what is for programs', async () => {
    const { status, text } = await rawHttp(`${server.url}${paths.api}/openapi.json`);
    const document = JSON.parse(text) as { openapi: string; paths: Record<string, object> };
    expect(status).toBe(200);
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(['/machines/{machineId}/reports']);
    expect(document.paths).toMatchObject({
      '/machines/{machineId}/reports': {
        post: {
          parameters: [{ name: 'machineId', in: 'path', required: true }],
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  properties: { celsius: { type: 'number' } },
                  required: ['celsius'],
                  additionalProperties: false,
                },
              },
            },
          },
        },
      },
    });
  });

  it('holds a token to the rate of one connection', async () => {
    await using strict = await startTestServer({
      served: {
        ...served,
        services: {
          ...served.services,
          limits: { calls: 4, streams: 1, callsPerSecond: 1, burst: 5 },
        },
      },
      tokens: { verify },
    });
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) {
      const url = strict.url + paths.api + path;
      statuses.push(
        (await rawHttp(url, { method: 'POST', headers: good }, '{"celsius":1}')).status,
      );
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });
});
