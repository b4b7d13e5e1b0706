/** Bytes for the reader, and how their answer is known. */
export interface Question<TAnswer> {
  readonly bytes: Uint8Array;
  answeredBy(answer: TAnswer): boolean;
}

/** How a reader that speaks only when asked is asked. Times in milliseconds of monotonic time. */
export interface PollRules<TAnswer> {
  /** Asked once after each connect, one after the other. */
  readonly wake: readonly Question<TAnswer>[];
  /** Ways of asking for a badge; the next one is tried when one is not answered. */
  readonly asks: readonly [Question<TAnswer>, ...Question<TAnswer>[]];
  /** Ends a command the reader may still be busy with; sent before a question that is repeated. */
  readonly cancel: Uint8Array | null;
  /** From one question for a badge to the next. */
  readonly paceMs: number;
  /** Longest wait for an answer. */
  readonly answerMs: number;
  /** Questions in a row without an answer after which the reader is woken again. */
  readonly patience: number;
}

/** Bytes to send now. */
export interface Asking {
  readonly bytes: Uint8Array;
  /** The same question as before, which was answered: not worth showing each time. */
  readonly routine: boolean;
}

/** Asks a reader again and again. Pure: it is told the time, and answers what to send. */
export interface Polling<TAnswer> {
  linkUp(at: number): Asking | null;
  linkDown(): void;
  /** The reader said something. */
  heard(answer: TAnswer, at: number): Asking | null;
  /** Time has passed; call at {@link deadline}. */
  elapse(at: number): Asking | null;
  /** When it wants to go on without an answer; `null` while the link is down. */
  readonly deadline: number | null;
}

type PollState =
  | { readonly kind: 'off' }
  | { readonly kind: 'asked'; readonly at: number; readonly until: number }
  | { readonly kind: 'resting'; readonly until: number };

const OFF: PollState = { kind: 'off' };

/** Which question comes next. */
function questionList<TAnswer>({ wake, asks }: PollRules<TAnswer>) {
  let step = 0;
  let way = 0;
  return {
    get current(): Question<TAnswer> {
      return wake[step] ?? asks[way] ?? asks[0];
    },
    get waking() {
      return step < wake.length;
    },
    next(): void {
      step += 1;
    },
    restart(otherWay: boolean): void {
      step = 0;
      if (otherWay) way = (way + 1) % asks.length;
    },
  };
}

/** Never more than one question is open, and none is asked faster than the reader answers. */
export function polling<TAnswer>(rules: PollRules<TAnswer>): Polling<TAnswer> {
  const questions = questionList(rules);
  let state: PollState = OFF;
  let unanswered = 0;
  let answeredBefore = false;

  function ask(at: number): Asking {
    state = { kind: 'asked', at, until: at + rules.answerMs };
    const { bytes } = questions.current;
    if (unanswered > 0 && rules.cancel) {
      return { bytes: Uint8Array.of(...rules.cancel, ...bytes), routine: false };
    }
    return { bytes, routine: answeredBefore };
  }

  function answered(askedAt: number, at: number): Asking | null {
    unanswered = 0;
    if (questions.waking) {
      questions.next();
      return ask(at);
    }
    answeredBefore = true;
    state = { kind: 'resting', until: Math.max(askedAt + rules.paceMs, at) };
    return null;
  }

  return {
    linkUp(at) {
      questions.restart(false);
      unanswered = 0;
      answeredBefore = false;
      return ask(at);
    },
    linkDown() {
      state = OFF;
    },
    heard(answer, at) {
      if (state.kind !== 'asked' || !questions.current.answeredBy(answer)) return null;
      return answered(state.at, at);
    },
    elapse(at) {
      if (state.kind === 'off' || at < state.until) return null;
      if (state.kind === 'asked') {
        unanswered += 1;
        answeredBefore = false;
        if (unanswered % rules.patience === 0) questions.restart(true);
      }
      return ask(at);
    },
    get deadline() {
      return state.kind === 'off' ? null : state.until;
    },
  };
}
