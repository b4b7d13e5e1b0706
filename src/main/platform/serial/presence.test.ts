import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presence, type PresenceEvent } from './presence.ts';

const rules = { confirmReads: 2, confirmWithinMs: 300, goneAfterMs: 300 };
const filter = () => presence<string>(rules, (badge) => badge);
const told = (events: PresenceEvent<string>[]) =>
  events.map(({ kind, badge }) => `${kind} ${badge}`);

describe('presence of a badge', () => {
  it('needs two identical readings within 300 ms', () => {
    const subject = filter();
    expect(subject.read('A', 0)).toEqual([]);
    expect(subject.read('A', 301)).toEqual([]);
    expect(told(subject.read('A', 366))).toEqual(['presented A']);
  });

  it('tells a badge once for as long as it lies there, and its going 300 ms after the last reading', () => {
    const subject = filter();
    for (let at = 0; at <= 1300; at += 65) {
      expect(subject.read('A', at)).toHaveLength(at === 65 ? 1 : 0);
    }
    expect(subject.deadline).toBe(1600);
    expect(subject.elapse(1599)).toEqual([]);
    expect(told(subject.elapse(1600))).toEqual(['gone A']);
    expect(subject.deadline).toBeNull();
  });

  it('is not taken in by one wrong reading between good ones', () => {
    const subject = filter();
    subject.read('A', 0);
    subject.read('A', 65);
    expect(subject.read('B', 130)).toEqual([]);
    expect(subject.read('A', 195)).toEqual([]);
    expect(subject.read('B', 260)).toEqual([]);
  });

  it('changes over to another badge when that was read twice', () => {
    const subject = filter();
    subject.read('A', 0);
    subject.read('A', 65);
    subject.read('B', 130);
    expect(told(subject.read('B', 195))).toEqual(['gone A', 'presented B']);
  });

  it('presents and takes away in turns, whatever the readings', () => {
    const readings = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C', null), fc.nat(400)), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(readings, (run) => {
        const subject = filter();
        let at = 0;
        let present: string | null = null;
        for (const [badge, wait] of run) {
          at += wait;
          const events = badge === null ? subject.elapse(at) : subject.read(badge, at);
          for (const event of events) {
            expect(present).toBe(event.kind === 'presented' ? null : event.badge);
            present = event.kind === 'presented' ? event.badge : null;
          }
          expect(subject.deadline === null).toBe(present === null);
          expect(subject.deadline ?? Infinity).toBeGreaterThan(at);
        }
        expect(told(subject.elapse(at + 300))).toEqual(present === null ? [] : [`gone ${present}`]);
      }),
    );
  });
});
