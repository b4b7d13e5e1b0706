import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOf, type OutputFacts, type OutputPhase, stepOutput } from './output-phase.ts';

const settings = { delayMs: 3000, runOnMs: 10_000 };
const idle: OutputFacts = { runningSince: null, stoppedAt: null, stopped: false, test: null };
const off: OutputPhase = { kind: 'off' };

const isOn = ({ kind }: OutputPhase): boolean => kind === 'on' || kind === 'run-on';

/** A machine's life in whole seconds: when it begins and stops to run, and stops of the circuit. */
const life = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 15 }),
    what: fc.constantFrom('run' as const, 'lock' as const, 'trip' as const, 'reset' as const),
    /** Whether the process that drives the node is there to look. */
    looks: fc.boolean(),
  }),
  { maxLength: 30 },
);

/** Plays a life second by second and answers what an output does, with what it should know. */
function play(events: readonly { after: number; what: string; looks: boolean }[]) {
  const moments: { at: number; facts: OutputFacts; phase: OutputPhase }[] = [];
  let { runningSince, stoppedAt, stopped } = idle;
  let phase = off;
  let at = 0;
  const look = () => {
    const facts = { runningSince, stoppedAt, stopped, test: null };
    phase = stepOutput(settings, phase, facts, at);
    moments.push({ at, facts, phase });
  };
  for (const { after, what, looks } of events) {
    for (let second = 0; second < after; second += 1) {
      if (looks) look();
      at += 1000;
    }
    if (what === 'run' && !stopped) runningSince ??= at;
    else if (what === 'reset') stopped = false;
    else if (what !== 'run') {
      if (runningSince !== null) stoppedAt = at;
      runningSince = null;
      stopped ||= what === 'trip';
    }
    look();
  }
  return moments;
}

describe('an output', () => {
  it('switches on after the delay and off after the run-on', () => {
    const running = { ...idle, runningSince: 0 };
    const waits = stepOutput(settings, off, running, 0);
    expect(waits).toEqual({ kind: 'starting', until: 3000 });
    expect(orderOf(waits, running, 0)).toEqual({ on: false, cause: 'machine', changesAt: 3000 });
    const on = stepOutput(settings, waits, running, 3000);
    expect(on).toEqual({ kind: 'on' });
    const locked = { ...idle, stoppedAt: 8000 };
    const runsOn = stepOutput(settings, on, locked, 8000);
    expect(orderOf(runsOn, locked, 8000)).toEqual({
      on: true,
      cause: 'machine',
      changesAt: 18_000,
    });
    expect(stepOutput(settings, runsOn, locked, 18_000)).toEqual(off);
  });

  it('counts the run-on from when the machine was locked, although nobody looked for a while', () => {
    const locked = { ...idle, stoppedAt: 8000 };
    expect(stepOutput(settings, { kind: 'on' }, locked, 12_000)).toEqual({
      kind: 'run-on',
      until: 18_000,
    });
    expect(stepOutput(settings, { kind: 'on' }, locked, 60_000)).toEqual(off);
  });

  it('is off at once while an emergency stop stands, in the run-on and in a test too', () => {
    const stopped = { ...idle, stopped: true, test: { on: true, until: 99_000 } };
    const phase = stepOutput(settings, { kind: 'run-on', until: 90_000 }, stopped, 1000);
    expect(phase).toEqual(off);
    expect(orderOf(phase, stopped, 1000)).toEqual({ on: false, cause: 'stop', changesAt: null });
  });

  it('does what a person tries, only until the test ends', () => {
    const tried = { ...idle, test: { on: true, until: 5000 } };
    expect(orderOf(off, tried, 0)).toEqual({ on: true, cause: 'test', changesAt: 5000 });
    expect(orderOf(off, tried, 5000)).toEqual({ on: false, cause: 'machine', changesAt: null });
  });

  it('is never on before a machine ran for the delay, nor while a stop stands', () => {
    fc.assert(
      fc.property(life, (events) => {
        let wasOn = false;
        for (const { at, facts, phase } of play(events)) {
          const { runningSince } = facts;
          const ranLongEnough = runningSince !== null && at >= runningSince + settings.delayMs;
          const switchedOn = phase.kind === 'on' && !wasOn;
          expect(switchedOn && !ranLongEnough).toBe(false);
          expect(isOn(phase) && facts.stopped).toBe(false);
          wasOn = isOn(phase);
        }
      }),
    );
  });

  it('is on while a machine runs past the delay, and off once the run-on is over', () => {
    fc.assert(
      fc.property(life, (events) => {
        for (const { at, facts, phase } of play(events)) {
          const { runningSince, stoppedAt, stopped } = facts;
          const mustBeOn =
            !stopped && runningSince !== null && at >= runningSince + settings.delayMs;
          const mustBeOff =
            stopped || (runningSince === null && at >= (stoppedAt ?? 0) + settings.runOnMs);
          expect(mustBeOn && !isOn(phase)).toBe(false);
          expect(mustBeOff && isOn(phase)).toBe(false);
        }
      }),
    );
  });

  it('does the same whether it is looked at once or again and again', () => {
    fc.assert(
      fc.property(life, (events) => {
        for (const { at, facts, phase } of play(events)) {
          expect(stepOutput(settings, phase, facts, at)).toEqual(phase);
        }
      }),
    );
  });

  it('ends as if it had never been left alone, once whoever drives it is back', () => {
    fc.assert(
      fc.property(life, (events) => {
        const alone = play(events).at(-1);
        const watched = play(events.map((event) => ({ ...event, looks: true }))).at(-1);
        if (!alone || !watched) return;
        const rest = { ...alone.facts, runningSince: null, stoppedAt: alone.at };
        const late = alone.at + settings.runOnMs;
        expect(stepOutput(settings, alone.phase, rest, late)).toEqual(
          stepOutput(settings, watched.phase, rest, late),
        );
      }),
    );
  });
});
