import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { openConnection } from '#platform/rpc/connection.ts';
import type { SessionState } from '#platform/rpc/context.ts';
import { createClientFor } from '#platform/rpc/local-client.ts';
import { failureOf } from './support/failure.ts';
import { serveSample, sessionWith } from './support/harness.ts';
import { createSampleRouter, SECRET } from './support/sample-router.ts';

function localClient(session: SessionState | null) {
  const served = serveSample();
  const peer = {
    transport: 'desktop',
    address: null,
    userAgent: '',
    workstation: 'HALL-1',
  } as const;
  const { connection, end } = openConnection(peer, () => undefined);
  connection.session = session;
  const client = createClientFor(createSampleRouter(served), connection, served.services);
  return { client, end, incidents: served.incidents, events: served.events };
}

describe('a client without a transport', () => {
  it('is held to the same rights', async () => {
    expect(await failureOf(localClient(null).client.personal({}))).toMatchObject({
      code: 'UNAUTHENTICATED',
      defined: true,
    });
    const { client } = localClient(sessionWith(['machine:read']));
    expect((await (await client.personal({})).next()).value).toEqual({ id: 'first', value: 0 });
  });

  it('learns no more of a failure than its incident', async () => {
    const { client, incidents } = localClient(sessionWith([]));
    const failure = await failureOf(client.fail.unforeseen({}));
    expect(failure).toMatchObject({ code: 'INCIDENT', data: { incident: incidents[0]?.id } });
    expect(failure.message).not.toContain(SECRET);
    expect(incidents[0]).toMatchObject({ workstation: 'HALL-1', userId: expect.any(String) });
  });

  it('has its calls and streams ended with its connection', async () => {
    const { client, end, events } = localClient(sessionWith(['machine:read']));
    const stream = await client.live({});
    await stream.next();
    const next = stream.next();
    const started = once(events, 'started:local');
    const waiting = client.wait({ name: 'local' });
    await started;
    end();
    expect((await next).done).toBe(true);
    expect(await waiting).toEqual({});
    expect(await failureOf(client.echo({ text: 'too late' }))).toMatchObject({ status: 499 });
  });
});
