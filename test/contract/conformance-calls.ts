import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { MAX_MESSAGE_SIZE } from '#contract/wire.ts';
import { failureOf } from './support/failure.ts';
import type { Subject } from './support/harness.ts';

const ignore = (): undefined => undefined;

/** Calls that succeed, and calls that are given up. */
export function describeCalls({ harness, events }: Subject): void {
  describe('a call', () => {
    it('is answered, also with text of many scripts and line feeds', async () => {
      const { console } = await harness().openConsole(null);
      const text = 'line one\nline two\u2028 기계 機械 \u0000 🏭';
      expect(await console.client.echo({ text })).toEqual({ text });
      console.close();
    });

    it('keeps its own answer among many at once', async () => {
      const { console } = await harness().openConsole(null);
      const texts = Array.from({ length: 50 }, (_, i) => `call ${i}`);
      const answers = await Promise.all(texts.map((text) => console.client.echo({ text })));
      expect(answers.map(({ text }) => text)).toEqual(texts);
      console.close();
    });

    it('takes an input just within the limit, and one beyond it is not sent', async () => {
      const { console } = await harness().openConsole(null);
      const text = 'x'.repeat(MAX_MESSAGE_SIZE - 200);
      expect((await console.client.echo({ text })).text).toHaveLength(text.length);
      const tooLarge = 'x'.repeat(MAX_MESSAGE_SIZE);
      expect(await failureOf(console.client.echo({ text: tooLarge }))).toMatchObject({
        code: 'INPUT_TOO_LARGE',
      });
      expect(await console.client.echo({ text: 'still here' })).toEqual({ text: 'still here' });
      console.close();
    });

    it('that is cancelled in the console is aborted in its handler', async () => {
      const { console } = await harness().openConsole(null);
      const cancel = new AbortController();
      const started = once(events, 'started:cancel');
      const aborted = once(events, 'aborted:cancel');
      const failure = failureOf(console.client.wait({ name: 'cancel' }, { signal: cancel.signal }));
      await started;
      cancel.abort(new Error('The person pressed Cancel.'));
      await aborted;
      expect(await failure).toMatchObject({ message: 'The person pressed Cancel.' });
      console.close();
    });

    it('that is under way when the connection ends is aborted, and its caller told so', async () => {
      const { console, serving } = await harness().openConsole(null);
      const started = once(events, 'started:hang up');
      const aborted = once(events, 'aborted:hang up');
      const failure = failureOf(console.client.wait({ name: 'hang up' }));
      await started;
      serving().close('The session was revoked.');
      await aborted;
      expect(await failure).toMatchObject({ code: 'CONNECTION_LOST' });
      console.close();
    });

    it('is refused, not kept for later, while there is no connection', async () => {
      const { console, serving } = await harness().openConsole(null);
      await console.client.echo({ text: 'first' });
      const down = new Promise((resolve) => {
        console.onState(({ kind }) => kind === 'down' && resolve(kind));
      });
      serving().close('The session was revoked.');
      await down;
      expect(await failureOf(console.client.echo({ text: 'x' }))).toMatchObject({
        code: 'NOT_CONNECTED',
      });
      console.close();
    });

    it('beyond what one connection may have at once is refused with the time to wait', async () => {
      const { console } = await harness().openConsole(null);
      const cancel = new AbortController();
      const waits = Array.from({ length: 64 }, (_, i) =>
        console.client.wait({ name: `${i}` }, { signal: cancel.signal }).catch(ignore),
      );
      expect(await failureOf(console.client.echo({ text: 'one more' }))).toMatchObject({
        code: 'TOO_MANY_REQUESTS',
        defined: true,
        data: { retryAfterMs: 1000 },
      });
      cancel.abort();
      await Promise.all(waits);
      await expect
        .poll(() => console.client.echo({ text: 'x' }).catch(ignore))
        .toEqual({ text: 'x' });
      console.close();
    });
  });
}
