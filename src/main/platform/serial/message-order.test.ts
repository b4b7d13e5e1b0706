import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageOrder, type Ordered } from './message-order.ts';

const told = (ordered: Ordered<string>[]): string[] =>
  ordered.map((item) => (item.kind === 'gap' ? `-${item.missed}` : item.message));

describe('the order of messages', () => {
  it('passes on at once what follows in order, and holds what does not', () => {
    const order = messageOrder<string>(250);
    expect(told(order.take(7, 'a', 0))).toEqual(['a']);
    expect(told(order.take(9, 'c', 10))).toEqual([]);
    expect(told(order.take(8, 'b', 20))).toEqual(['b', 'c']);
    expect(order.deadline).toBeNull();
  });

  it('waits for a missing number so long and no longer, and leaves it out when it comes later', () => {
    const order = messageOrder<string>(250);
    order.take(0, 'a', 0);
    order.take(3, 'd', 100);
    expect(order.deadline).toBe(350);
    expect(told(order.elapse(349))).toEqual([]);
    expect(told(order.elapse(350))).toEqual(['-2', 'd']);
    expect(told(order.take(2, 'c', 360))).toEqual([]);
    expect(order.late).toBe(1);
  });

  it('waits for nothing after a break', () => {
    const order = messageOrder<string>(250);
    order.take(0, 'a', 0);
    order.take(2, 'c', 10);
    expect(told(order.breakOff())).toEqual(['-1', 'c']);
    expect(told(order.take(9, 'j', 20))).toEqual(['-6', 'j']);
    expect(told(order.take(11, 'l', 30))).toEqual([]);
  });

  it('holds a bounded number of messages', () => {
    const order = messageOrder<string>(250);
    order.take(0, 'a', 0);
    const all = Array.from({ length: 65 }, (_, at) => order.take(at + 2, String(at), 0));
    expect(told(all.flat())).toHaveLength(66);
  });

  it('tells each message once, in order, and none is lost without a gap', () => {
    const numbers = fc.uniqueArray(fc.nat(200), { maxLength: 80 });
    fc.assert(
      fc.property(
        numbers,
        fc.array(fc.nat(100), { minLength: 80, maxLength: 80 }),
        (seqs, waits) => {
          const order = messageOrder<number>(150);
          let at = 0;
          const out = seqs.flatMap((seq, index) => {
            at += waits[index] ?? 0;
            return [...order.elapse(at), ...order.take(seq, seq, at)];
          });
          out.push(...order.breakOff());
          const covered = out.flatMap((item) =>
            item.kind === 'gap' ? Array.from({ length: item.missed }, () => null) : [item.message],
          );
          const first = seqs[0] ?? 0;
          const messages = covered.filter((message) => message !== null);
          expect(covered.map((message, index) => message ?? first + index)).toEqual(
            covered.map((_, index) => first + index),
          );
          expect(messages.length + order.late).toBe(seqs.length);
        },
      ),
    );
  });
});
