import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { failureOf } from './support/failure.ts';
import { aDisplay, sessionWith, type Subject } from './support/harness.ts';

/** Wall displays: what is open to them and to nobody because of them, on every transport. */
export function describeDisplays({ harness, events }: Subject): void {
  describe('a display', () => {
    it('may call what is declared for displays', async () => {
      const { console } = await harness().openConsole(aDisplay);
      const { forDisplays } = console.client;
      expect([await forDisplays.row({}), await forDisplays.open({})]).toEqual(['done', 'done']);
      console.close();
    });

    it('may call nothing else, not even what is public', async () => {
      const { console } = await harness().openConsole(aDisplay);
      const { client } = console;
      const guarded = Object.values(
        client.guarded as Record<string, (input: object) => Promise<string>>,
      );
      const calls = [
        client.echo({ text: 'a' }),
        client.bare(),
        client.live({}),
        client.personal({}),
        ...guarded.map((call) => call({})),
      ];
      for (const call of calls) expect(await failureOf(call)).toMatchObject({ code: 'FORBIDDEN' });
      console.close();
    });

    it('hears no more of a stream once its right is over', async () => {
      const { console, serving } = await harness().openConsole(aDisplay);
      const started = once(events, 'started:live');
      const stream = await console.client.forDisplays.rows({});
      await stream.next();
      const next = failureOf(stream.next());
      await started;
      serving().display = null;
      events.emit('row', { id: 'a', value: 1 });
      expect(await next).toMatchObject({ code: 'UNAUTHENTICATED' });
      console.close();
    });
  });

  it('what displays may call asks people for their right all the same', async () => {
    const outcomes: unknown[] = [];
    for (const session of [
      null,
      sessionWith([], 'badge'),
      sessionWith(['machine:read'], 'badge'),
    ]) {
      const { console } = await harness().openConsole(session);
      const call = console.client.forDisplays.row({});
      outcomes.push(await call.catch((error: { code: string }) => error.code));
      console.close();
    }
    expect(outcomes).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'done']);
  });
}
