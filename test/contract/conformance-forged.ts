import { describe, expect, it } from 'vitest';
import { MAX_MESSAGE_SIZE } from '#contract/wire.ts';
import type { Subject } from './support/harness.ts';

const call = (path: string, json: string): string =>
  `{"i":"1","p":{"u":"${path}","b":{"json":${json}}}}`;
const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Messages that no console of ours sends. */
const forged: readonly (readonly [string, string | Uint8Array])[] = [
  ['text that is not JSON', '{"i":"1"'],
  ['JSON that is not a message', '[1,2,3]'],
  ['a message without an id', '{"p":{"u":"/echo","b":{}}}'],
  ['an id of another type', '{"i":1,"p":{"u":"/echo","b":{}}}'],
  ['another method', '{"i":"1","p":{"u":"/echo","m":"GET","b":{}}}'],
  ['a query', '{"i":"1","p":{"u":"/echo?data=1","b":{}}}'],
  ['another origin', '{"i":"1","p":{"u":"http://evil.example/echo","b":{}}}'],
  ['a path upwards', '{"i":"1","p":{"u":"/../echo","b":{}}}'],
  ['headers', '{"i":"1","p":{"u":"/echo","h":{"content-type":"multipart/form-data"},"b":{}}}'],
  ['a stream towards the server', '{"i":"1","t":3,"p":{"e":"message","d":1}}'],
  ['a surplus key in the envelope', '{"i":"1","x":1,"p":{"u":"/echo","b":{}}}'],
  ['bytes', new Uint8Array([123, 125, 255, 1])],
];

/** Input that the envelope lets pass and the call must not. */
const poisonous: readonly (readonly [string, string])[] = [
  ['__proto__', '{"text":"x","__proto__":{"admin":true}}'],
  ['__proto__ with escapes', '{"text":"x","tree":{"\\u005f_proto__":{"admin":true}}}'],
  ['constructor', '{"text":"x","tree":[{"constructor":{"prototype":{"admin":true}}}]}'],
  ['more than twenty levels', `{"text":"x","tree":${deep(20)}}`],
];

/** What happens to forged, poisonous and oversized messages. */
export function describeForged({ harness }: Subject): void {
  describe('a forged message', () => {
    it.each(forged)('with %s ends the connection', async (_, frame) => {
      const raw = await harness().openRaw();
      raw.send(frame);
      expect([0, 1003, 1008]).toContain(await raw.closed);
    });

    it.each(poisonous)('with %s is refused, and the connection goes on', async (_, json) => {
      const raw = await harness().openRaw();
      raw.send(call('/echo', json));
      expect(JSON.parse(await raw.nextFrame())).toMatchObject({
        i: '1',
        p: { s: 400, b: { json: { code: 'BAD_REQUEST', defined: true } } },
      });
      raw.send(call('/echo', `{"text":"x","tree":${deep(19)}}`));
      expect(JSON.parse(await raw.nextFrame())).toMatchObject({
        p: { b: { json: { text: 'x' } } },
      });
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    });

    it('of more than 1 MiB ends the connection', async () => {
      const raw = await harness().openRaw();
      raw.send(call('/echo', `{"text":"${'x'.repeat(MAX_MESSAGE_SIZE)}"}`));
      expect([0, 1009]).toContain(await raw.closed);
    });

    it('among a flood of messages ends the connection', async () => {
      const raw = await harness().openRaw();
      for (let i = 0; i < 10_000; i += 1) raw.send('{"i":"1","t":4}');
      expect([0, 1008]).toContain(await raw.closed);
    });
  });
}
