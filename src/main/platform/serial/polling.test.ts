import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polling, type PollRules, type Question } from './polling.ts';

const question = (text: string): Question<string> => ({
  bytes: Buffer.from(text),
  answeredBy: (answer) => answer === `${text}!`,
});

const rules: PollRules<string> = {
  wake: [question('wake'), question('set')],
  asks: [question('one'), question('two')],
  cancel: Buffer.from('x'),
  paceMs: 100,
  answerMs: 500,
  patience: 2,
};

const text = (asking: { readonly bytes: Uint8Array } | null): string | null =>
  asking && Buffer.from(asking.bytes).toString();

interface Step {
  readonly step: 'up' | 'down' | 'answer' | 'other answer' | 'wait' | 'deadline';
  readonly ms: number;
}

/** Plays a run and names the promises that were not kept. */
function brokenRules(run: readonly Step[]): string[] {
  const subject = polling(rules);
  const broken: string[] = [];
  let at = 0;
  let up = false;
  let fresh = false;
  let open: string | null = null;
  let lastAsk = -Infinity;

  function must(holds: boolean, rule: string): void {
    if (!holds) broken.push(rule);
  }

  function sent(asking: { readonly bytes: Uint8Array } | null): void {
    const said = text(asking)?.replace(/^x/u, '') ?? null;
    if (said === null) return;
    must(up, 'sends only while the link is up');
    must(open === null || at >= lastAsk + rules.answerMs, 'waits for an answer');
    must(!fresh || said === 'wake', 'wakes the reader first');
    fresh = false;
    open = said;
    lastAsk = at;
  }

  function pass(to: number): void {
    const due = subject.deadline;
    const rested = open !== null || to >= lastAsk + rules.paceMs;
    at = to;
    const asking = subject.elapse(at);
    must((due !== null && due <= at) === (asking !== null), 'asks at its deadline and not before');
    must(asking === null || rested, 'keeps its pace');
    sent(asking);
    must(subject.deadline === null || subject.deadline > at, 'has a deadline in the future');
  }

  const plays: Record<Step['step'], (ms: number) => void> = {
    up() {
      if (up) return;
      up = true;
      fresh = true;
      open = null;
      sent(subject.linkUp(at));
    },
    down() {
      up = false;
      subject.linkDown();
    },
    answer() {
      if (!up || open === null) return;
      const answer = `${open}!`;
      open = null;
      sent(subject.heard(answer, at));
    },
    'other answer': () => must(subject.heard('not asked', at) === null, 'ignores other answers'),
    wait: (ms) => pass(at + ms),
    deadline: () => pass(Math.max(at, subject.deadline ?? at)),
  };
  for (const { step, ms } of run) {
    plays[step](ms);
    must((subject.deadline === null) === !up, 'is silent exactly while the link is down');
  }
  return broken;
}

describe('polling', () => {
  it('wakes the reader step by step and then asks at its pace', () => {
    const subject = polling(rules);
    expect(subject.deadline).toBeNull();
    expect(text(subject.linkUp(0))).toBe('wake');
    expect(subject.heard('set!', 5)).toBeNull();
    expect(text(subject.heard('wake!', 10))).toBe('set');
    expect(text(subject.heard('set!', 20))).toBe('one');
    expect(subject.heard('one!', 60)).toBeNull();
    expect(subject.deadline).toBe(120);
    expect(subject.elapse(119)).toBeNull();
    expect(text(subject.elapse(120))).toBe('one');
  });

  it('asks again at once where the answer took longer than the pace', () => {
    const subject = polling({ ...rules, wake: [] });
    subject.linkUp(0);
    expect(subject.heard('one!', 300)).toBeNull();
    expect(subject.deadline).toBe(300);
    expect(text(subject.elapse(300))).toBe('one');
  });

  it('cancels and repeats what is not answered, then wakes the reader and asks another way', () => {
    const subject = polling(rules);
    subject.linkUp(0);
    subject.heard('wake!', 0);
    subject.heard('set!', 0);
    expect(text(subject.elapse(500))).toBe('xone');
    expect(text(subject.elapse(1000))).toBe('xwake');
    expect(text(subject.heard('wake!', 1000))).toBe('set');
  });

  it('stays with the way of asking that is answered', () => {
    const subject = polling({ ...rules, wake: [], cancel: null });
    expect(text(subject.linkUp(0))).toBe('one');
    expect(text(subject.elapse(500))).toBe('one');
    expect(text(subject.elapse(1000))).toBe('two');
    subject.heard('two!', 1010);
    expect(text(subject.elapse(1100))).toBe('two');
    expect(text(subject.elapse(1600))).toBe('two');
    subject.linkDown();
    expect(text(subject.linkUp(2000))).toBe('two');
  });

  it('calls only what was answered before routine', () => {
    const subject = polling({ ...rules, wake: [] });
    expect(subject.linkUp(0)?.routine).toBe(false);
    subject.heard('one!', 10);
    expect(subject.elapse(100)?.routine).toBe(true);
    expect(subject.elapse(600)?.routine).toBe(false);
    subject.linkDown();
    expect(subject.linkUp(700)?.routine).toBe(false);
  });

  const steps = fc.array(
    fc.record({
      step: fc.constantFrom(
        ...(['up', 'down', 'answer', 'other answer', 'wait', 'deadline'] as const),
      ),
      ms: fc.nat(700),
    }),
    { maxLength: 80 },
  );

  it('has one question open at most, keeps its pace, and never falls silent while up', () => {
    fc.assert(
      fc.property(steps, (run) => {
        expect(brokenRules(run)).toEqual([]);
      }),
    );
  });
});
