import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowsStart,
  type Circuit,
  type CircuitEvent,
  stateOf,
  stepCircuit,
} from './stop-circuit.ts';

const normal: Circuit = { open: null, waiting: false, seen: true };
const after = (...events: readonly CircuitEvent[]): Circuit =>
  events.reduce((circuit, event) => stepCircuit(circuit, event).circuit, normal);

const trip: CircuitEvent = { kind: 'tripped', inDrill: false };
const drill: CircuitEvent = { kind: 'tripped', inDrill: true };
const reset: CircuitEvent = { kind: 'reset' };
const ackOpen: CircuitEvent = { kind: 'acknowledged', which: 'open' };
const ackWaiting: CircuitEvent = { kind: 'acknowledged', which: 'waiting' };

const anyEvent: fc.Arbitrary<CircuitEvent> = fc.oneof(
  fc.boolean().map((inDrill) => ({ kind: 'tripped' as const, inDrill })),
  fc.boolean().map((inDrill) => ({ kind: 'tested' as const, inDrill })),
  fc.constant(reset),
  fc.constantFrom(ackOpen, ackWaiting),
  fc.constantFrom<CircuitEvent>({ kind: 'meant' }, { kind: 'lost' }, { kind: 'seen' }),
);

describe('a stop circuit', () => {
  it('is normal again after acknowledgement and reset, in either order', () => {
    expect(stateOf(after(trip))).toBe('tripped');
    expect(stateOf(after(trip, ackOpen))).toBe('tripped-acked');
    expect(stateOf(after(trip, ackOpen, reset))).toBe('normal');
    expect(stateOf(after(trip, reset))).toBe('reset-seen');
    expect(stateOf(after(trip, reset, ackWaiting))).toBe('normal');
  });

  it('pressed in a drill is a test that needs no acknowledgement, and stops all the same', () => {
    const { circuit, effects } = stepCircuit(normal, drill);
    expect(stateOf(circuit)).toBe('test');
    expect(effects).toEqual([{ kind: 'record', as: 'drill' }, { kind: 'end-sessions' }]);
    expect(stateOf(after(drill, reset))).toBe('normal');
  });

  it('stays a drill however often the hardware repeats that it stops, even after the drill is over', () => {
    expect(stepCircuit(after(drill), trip).effects).toEqual([{ kind: 'end-sessions' }]);
    expect(stateOf(after(drill, trip))).toBe('test');
  });

  it('becomes danger when the hardware says so after a test, or a person after a drill', () => {
    expect(stateOf(after({ kind: 'tested', inDrill: false }, trip))).toBe('tripped');
    expect(stateOf(after(drill, { kind: 'meant' }))).toBe('tripped');
    expect(stepCircuit(after(drill), { kind: 'meant' }).effects).toEqual([{ kind: 'raise-alarm' }]);
  });

  it('that nobody sees allows no start, and loses nothing that stands', () => {
    expect(stateOf(after({ kind: 'lost' }))).toBe('unknown');
    expect(allowsStart(after({ kind: 'lost' }))).toBe(false);
    expect(stateOf(after(trip, { kind: 'lost' }))).toBe('tripped');
    expect(stateOf(after({ kind: 'lost' }, { kind: 'seen' }))).toBe('normal');
  });

  it('stops nothing again only by the hardware, whatever people and lines do', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        let circuit = normal;
        for (const event of events) {
          const before = circuit;
          circuit = stepCircuit(circuit, event).circuit;
          const freed = before.open !== null && circuit.open === null;
          expect(freed ? event.kind : 'reset').toBe('reset');
        }
      }),
    );
  });

  it('allows starts exactly when nothing is open, nothing waits, and somebody sees it', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        // Kept beside it in the simplest way: why the hardware stops, and what was noted.
        let why: 'danger' | 'drill' | 'test' | null = null;
        let noted = true;
        let waits = false;
        let seen = true;
        for (const event of events) {
          if (event.kind === 'tripped' && !event.inDrill && (!why || why === 'test')) {
            [why, noted] = ['danger', false];
          } else if (event.kind === 'tripped' || event.kind === 'tested') {
            why ??= event.inDrill ? 'drill' : 'test';
          } else if (event.kind === 'reset') {
            waits ||= why === 'danger' && !noted;
            why = null;
          } else if (event.kind === 'meant' && why && why !== 'danger') {
            [why, noted] = ['danger', false];
          } else if (event.kind === 'acknowledged' && event.which === 'waiting') waits = false;
          else if (event.kind === 'acknowledged' && why === 'danger') noted = true;
          else if (event.kind === 'lost' || event.kind === 'seen') seen = event.kind === 'seen';
        }
        expect(allowsStart(after(...events))).toBe(!why && !waits && seen);
      }),
    );
  });

  it('ends the sessions at every trip, and records and alarms a stop once', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        let circuit = normal;
        let unreset = 0;
        for (const event of events) {
          const step = stepCircuit(circuit, event);
          const kinds = new Set(step.effects.map(({ kind }) => kind));
          const trips = event.kind === 'tripped' || event.kind === 'tested';
          expect(kinds.has('end-sessions')).toBe(trips);
          if (kinds.has('record')) unreset += 1;
          if (kinds.has('record-reset')) unreset = 0;
          expect(unreset > 0).toBe(step.circuit.open !== null);
          expect(unreset).toBeLessThanOrEqual(2);
          ({ circuit } = step);
        }
      }),
    );
  });
});
