import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { failureOf } from './support/failure.ts';
import { sessionWith, type Subject } from './support/harness.ts';

const MIB = 1024 * 1024;

/** Live streams: how they begin, go on and end. */
export function describeStreams(subject: Subject): void {
  describe('a stream', () => {
    describeFlow(subject);
    describeEnds(subject);
  });
}

function describeFlow({ harness, events }: Subject): void {
  it('starts with a snapshot and goes on with changes, in order', async () => {
    const { console } = await harness().openConsole(null);
    const started = once(events, 'started:live');
    const stream = await console.client.live({});
    await started;
    expect((await stream.next()).value).toEqual({
      kind: 'snapshot',
      rows: [{ id: 'a', value: 1 }],
    });
    const values = Array.from({ length: 100 }, (_, i) => i);
    for (const value of values) events.emit('row', { id: 'a', value });
    const received: unknown[] = [];
    while (received.length < values.length) received.push((await stream.next()).value);
    expect(received).toEqual(
      values.map((value) => ({ kind: 'changes', upserts: [{ id: 'a', value }], removed: [] })),
    );
    console.close();
  });

  it('comes back after a lost connection, snapshot first', async () => {
    const { console, serving } = await harness().openConsole(null);
    const kinds: string[] = [];
    const subscription = console.subscribe((signal) => console.client.live({}, { signal }), {
      onMessage: ({ kind }) => kinds.push(kind),
      onState: ({ kind }) => kinds.push(kind),
    });
    await expect.poll(() => kinds).toEqual(['waiting', 'live', 'snapshot']);
    serving().close('The server restarts.');
    await expect.poll(() => kinds.slice(3)).toEqual(['waiting', 'live', 'snapshot']);
    subscription[Symbol.dispose]();
    console.close();
  });

  it('of a reader that stopped reading is cut off, and the server goes on', async () => {
    const raw = await harness().openRaw();
    const ended = once(events, 'ended:flood');
    raw.stopReading();
    raw.send(JSON.stringify({ i: '1', p: { u: '/flood', b: { json: { size: MIB / 4 } } } }));
    await ended;
    raw.readAgain();
    await raw.closed;
    const { console } = await harness().openConsole(null);
    expect(await console.client.echo({ text: 'next' })).toEqual({ text: 'next' });
    console.close();
  });

  it('beyond what one connection may have open is refused', async () => {
    const { console } = await harness().openConsole(null);
    const cancel = new AbortController();
    const open = () => console.client.live({}, { signal: cancel.signal });
    for (let i = 0; i < 8; i += 1) await (await open()).next();
    expect(await failureOf(open())).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    cancel.abort();
    const admitted = (): Promise<boolean> =>
      console.client.live({}).then(
        () => true,
        () => false,
      );
    await expect.poll(admitted).toBe(true);
    console.close();
  });
}

function describeEnds({ harness, events }: Subject): void {
  it('that is left ends in its handler', async () => {
    const { console } = await harness().openConsole(null);
    const cancel = new AbortController();
    const started = once(events, 'started:live');
    const stream = await console.client.live({}, { signal: cancel.signal });
    await started;
    await stream.next();
    const next = failureOf(stream.next());
    const ended = once(events, 'ended:live');
    cancel.abort();
    await ended;
    expect(await next).toBeInstanceOf(Error);
    console.close();
  });

  it('ends when its connection ends', async () => {
    const { console, serving } = await harness().openConsole(null);
    const started = once(events, 'started:live');
    const stream = await console.client.live({});
    await started;
    await stream.next();
    const next = failureOf(stream.next());
    const ended = once(events, 'ended:live');
    serving().close('The session was revoked.');
    await ended;
    expect(await next).toBeInstanceOf(Error);
    console.close();
  });

  const session = sessionWith(['machine:read']);
  const losses = [
    ['signing out', null, 'UNAUTHENTICATED'],
    ['locking', { ...session, locked: true }, 'LOCKED'],
    ['losing the right', sessionWith([]), 'FORBIDDEN'],
    [
      'another person signing in',
      { ...session, actor: { ...session.actor, sessionId: 'another' } },
      'UNAUTHENTICATED',
    ],
  ] as const;

  it.each(losses)('tells nothing more after %s', async (_, later, code) => {
    const { console, serving } = await harness().openConsole(session);
    const started = once(events, 'started:live');
    const stream = await console.client.personal({});
    await started;
    expect((await stream.next()).value).toEqual({ id: 'first', value: 0 });
    const next = failureOf(stream.next());
    serving().session = later;
    events.emit('row', { id: 'secret', value: 1 });
    expect(await next).toMatchObject({ code, defined: true });
    console.close();
  });

  it('refused for want of a right is asked for again only when told to', async () => {
    const { console, serving } = await harness().openConsole(null);
    const states: string[] = [];
    console.subscribe((signal) => console.client.personal({}, { signal }), {
      onMessage: ({ id }) => states.push(id),
      onState: ({ kind }) => states.push(kind),
    });
    await expect.poll(() => states).toEqual(['waiting', 'refused']);
    serving().session = session;
    console.retryRefused();
    await expect.poll(() => states.slice(2)).toEqual(['waiting', 'live', 'first']);
    console.close();
  });
}
