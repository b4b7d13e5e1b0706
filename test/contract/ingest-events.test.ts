import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '#contract/wire.ts';
import { createIngestSite, type IngestSite } from './support/ingest-site.ts';
import { rawHttp } from './support/raw-http.ts';

let site: IngestSite;
let token: string;

beforeAll(async () => {
  site = await createIngestSite();
  token = await site.token(null, 'event:write');
});
afterAll(() => site[Symbol.asyncDispose]());

async function tell(event: unknown, as = token) {
  const headers = { authorization: `Bearer ${as}`, 'content-type': 'application/json' };
  const to = `${site.url}${paths.api}/events`;
  const { status, text } = await rawHttp(to, { method: 'POST', headers }, JSON.stringify(event));
  return { status, body: JSON.parse(text) as { id?: string; result?: string } };
}

const event = {
  key: 'hr-4711',
  type: 'user.deactivated',
  resource: { type: 'user', id: '815' },
  payload: { username: 'kim', since: '2026-01-05' },
};

describe('another application', () => {
  it('tells of an event once, however often it repeats it', async () => {
    const first = await tell(event);
    expect(first).toMatchObject({ status: 200, body: { result: 'kept' } });
    expect(await tell(event)).toEqual({
      status: 200,
      body: { id: first.body.id, result: 'repeated' },
    });
    const kept = await site.floor.value<string>(
      `select concat_ws(' ', source_app, target_app, status, event_type, resource_type, resource_id, payload ->> 'username')
       from shopfloor.sync_events where idempotency_key = 'hr-4711'`,
    );
    expect(kept).toBe('token of null signalbox processed user.deactivated user 815 kim');
  });

  it('is refused without the scope, with unknown fields and with too much', async () => {
    expect((await tell(event, await site.token(null, 'machine:read'))).status).toBe(403);
    expect((await tell({ ...event, source: 'payroll' })).status).toBe(400);
    const long = { text: 'x'.repeat(70_000) };
    expect((await tell({ ...event, key: 'long', payload: long })).status).toBe(400);
  });
});
