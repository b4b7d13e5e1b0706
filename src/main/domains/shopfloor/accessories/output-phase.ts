/** How an output follows its machines. Times are milliseconds of the database's clock. */
export interface OutputSettings {
  /** It switches on this long after the first machine was released. */
  readonly delayMs: number;
  /** It switches off this long after the last machine was locked. */
  readonly runOnMs: number;
}

/** What an output depends on, as it stands at one moment. */
export interface OutputFacts {
  /** Since when one of its machines runs without a break, by its session; `null` while none does. */
  readonly runningSince: number | null;
  /** When the last of them was locked; `null` where none ever ran. */
  readonly stoppedAt: number | null;
  /** An emergency stop stands at the node or in its zone. */
  readonly stopped: boolean;
  /** What a person who tries the output has ordered, and until when. */
  readonly test: { readonly on: boolean; readonly until: number } | null;
}

/** Where an output stands by what its machines do. */
export type OutputPhase =
  | { readonly kind: 'off' }
  /** A machine runs; the delay is not over. */
  | { readonly kind: 'starting'; readonly until: number }
  | { readonly kind: 'on' }
  /** No machine runs any more; it goes on for a while. */
  | { readonly kind: 'run-on'; readonly until: number };

/** What an output is to be now, why, and when time alone changes it. */
export interface OutputOrder {
  readonly on: boolean;
  readonly cause: 'machine' | 'test' | 'stop';
  /** Null: never. */
  readonly changesAt: number | null;
}

const off: OutputPhase = { kind: 'off' };

function whileRunning(settings: OutputSettings, phase: OutputPhase, since: number, at: number) {
  if (phase.kind === 'on' || phase.kind === 'run-on') return { kind: 'on' } as const;
  const until = since + settings.delayMs;
  return at >= until ? ({ kind: 'on' } as const) : ({ kind: 'starting', until } as const);
}

/** Nobody may have looked for a while: a machine may have stopped long ago, or run past the delay. */
function whileIdle(settings: OutputSettings, phase: OutputPhase, facts: OutputFacts, at: number) {
  const stoppedAt = facts.stoppedAt ?? at;
  const wasOn = phase.kind === 'on' || (phase.kind === 'starting' && stoppedAt >= phase.until);
  const until = phase.kind === 'run-on' ? phase.until : stoppedAt + settings.runOnMs;
  if (phase.kind !== 'run-on' && !wasOn) return off;
  return at >= until ? off : ({ kind: 'run-on', until } as const);
}

/**
 * The phase after a look at `at`. It may be asked as often and as seldom as one likes, by one process
 * or by the next: it needs nothing but the phase that was kept and what stands now. A stop switches
 * off at once, without run-on.
 */
export function stepOutput(
  settings: OutputSettings,
  phase: OutputPhase,
  facts: OutputFacts,
  at: number,
): OutputPhase {
  if (facts.stopped) return off;
  return facts.runningSince === null
    ? whileIdle(settings, phase, facts, at)
    : whileRunning(settings, phase, facts.runningSince, at);
}

/** What follows from a phase. A person's test comes before the machines, a stop before everything. */
export function orderOf(phase: OutputPhase, facts: OutputFacts, at: number): OutputOrder {
  if (facts.stopped) return { on: false, cause: 'stop', changesAt: null };
  const on = phase.kind === 'on' || phase.kind === 'run-on';
  const until = 'until' in phase ? phase.until : null;
  const { test } = facts;
  if (!test || at >= test.until) return { on, cause: 'machine', changesAt: until };
  const changesAt = until === null ? test.until : Math.min(until, test.until);
  return { on: test.on, cause: 'test', changesAt };
}
