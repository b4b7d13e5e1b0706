/** One activation of a source as the journal has it. Milliseconds since 1970. */
export interface Activation {
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
  /** The measured value when it cleared, where there was one. */
  readonly clearedAt?: number | null;
}

/** Settings of a type that are tried on its history. */
export interface TriedSettings {
  /** Seconds. */
  readonly onDelay: number;
  /** Seconds. */
  readonly offDelay: number;
  readonly deadband: number;
}

/** The limit that values were held against. */
export interface TriedLimit {
  readonly limit: number;
  readonly direction: 'high' | 'low';
}

/** What would have been. */
export interface ReplayEffect {
  /** How often the alarm would have begun. */
  readonly alarms: number;
  /** Alarms that would have lasted shorter than ten seconds. */
  readonly fleeting: number;
  /** The longest condition that would have gone without an alarm. Seconds. */
  readonly longestHiddenSeconds: number;
}

const FLEETING_MS = 10_000;

/** A condition counts as gone only when its value came back behind limit and deadband. */
function withDeadband(
  activations: readonly Activation[],
  deadband: number,
  limit: TriedLimit | null,
): Activation[] {
  if (!limit || deadband === 0) return [...activations];
  const joined: Activation[] = [];
  let open: Activation | null = null;
  for (const next of activations) {
    const begun: Activation = open ? { ...next, from: open.from } : next;
    const { clearedAt } = next;
    const behind =
      clearedAt === null || clearedAt === undefined
        ? Infinity
        : limit.direction === 'high'
          ? limit.limit - clearedAt
          : clearedAt - limit.limit;
    open = behind >= deadband ? null : begun;
    if (!open) joined.push(begun);
  }
  if (open) joined.push({ ...open, to: null });
  return joined;
}

/**
 * Replays the activations of one source, in order, under other settings: what lasts shorter than the
 * on-delay is no alarm, and what returns within the off-delay continues one. A value seen only when
 * an alarm cleared says no more than that: with a deadband the effect is the most there can be.
 */
export function replayDelays(
  activations: readonly Activation[],
  settings: TriedSettings,
  limit: TriedLimit | null,
): ReplayEffect {
  const onMs = settings.onDelay * 1000;
  const offMs = settings.offDelay * 1000;
  const alarms: { from: number; to: number }[] = [];
  let hidden = 0;
  for (const { from, to } of withDeadband(activations, settings.deadband, limit)) {
    const end = to ?? Infinity;
    const last = alarms.at(-1);
    if (last && from - last.to < offMs) last.to = end;
    else if (end - from < onMs) hidden = Math.max(hidden, end - from);
    else alarms.push({ from: from + onMs, to: end });
  }
  return {
    alarms: alarms.length,
    fleeting: alarms.filter(({ from, to }) => to + offMs - from < FLEETING_MS).length,
    longestHiddenSeconds: hidden / 1000,
  };
}

const candidates = [0, 2, 5, 10, 15, 30, 60, 120, 300] as const;

/** Sums the effects on several sources. */
export function totalEffect(
  sources: readonly (readonly Activation[])[],
  settings: TriedSettings,
  limit: TriedLimit | null,
): ReplayEffect {
  const effects = sources.map((activations) => replayDelays(activations, settings, limit));
  return {
    alarms: effects.reduce((sum, { alarms }) => sum + alarms, 0),
    fleeting: effects.reduce((sum, { fleeting }) => sum + fleeting, 0),
    longestHiddenSeconds: Math.max(
      0,
      ...effects.map(({ longestHiddenSeconds }) => longestHiddenSeconds),
    ),
  };
}

/** How far values came back when alarms cleared: a deadband that nine of ten do not reach. */
function proposedDeadband(
  sources: readonly (readonly Activation[])[],
  limit: TriedLimit | null,
): number {
  if (!limit) return 0;
  const behind = sources
    .flat()
    .flatMap(({ clearedAt }) => (clearedAt === null || clearedAt === undefined ? [] : [clearedAt]))
    .map((value) => Math.abs(value - limit.limit))
    .sort((a, b) => a - b);
  if (behind.length < 10) return 0;
  return Number(((behind[Math.floor(behind.length / 2)] ?? 0) * 1.5).toPrecision(2));
}

/**
 * Proposes delays and a deadband from the history: the shortest delays that bring four fifths of what
 * the longest would. The on-delay never takes more than a tenth of the time to respond.
 */
export function proposeSettings(
  sources: readonly (readonly Activation[])[],
  limit: TriedLimit | null,
  timeToRespondSeconds: number,
): TriedSettings {
  const allowed = candidates.filter((seconds) => seconds <= timeToRespondSeconds / 10);
  const tried = allowed
    .flatMap((onDelay) => candidates.map((offDelay) => ({ onDelay, offDelay, deadband: 0 })))
    .map((settings) => ({ settings, alarms: totalEffect(sources, settings, null).alarms }));
  const now = tried[0]?.alarms ?? 0;
  const best = Math.min(...tried.map(({ alarms }) => alarms));
  const enough = now - (now - best) * 0.8;
  const [chosen] = tried
    .filter(({ alarms }) => alarms <= enough)
    .sort(
      (a, b) =>
        a.settings.onDelay * 3 +
        a.settings.offDelay -
        (b.settings.onDelay * 3 + b.settings.offDelay),
    );
  const delays = chosen?.settings ?? { onDelay: 0, offDelay: 0 };
  return { ...delays, deadband: proposedDeadband(sources, limit) };
}
