/** How badges are told from typing. */
export interface WedgeSettings {
  /** Longest pause between two keys in milliseconds; 100 unless told. */
  readonly maxGap?: number;
  /** Longest time for the whole badge in milliseconds; 1,500 unless told. */
  readonly maxTotal?: number;
  /** Fewest characters; 4 unless told. */
  readonly minLength?: number;
  /**
   * The physical key (`event.code`) that the reader is set up to send first, best one that prints
   * nothing, such as `F13`. With it nothing of a badge reaches the page, and typing, however fast,
   * is never taken for a badge.
   */
  readonly prefix?: string;
}

/** The parts of a keyboard event that tell a reader from a person. */
export type WedgeKey = Pick<
  KeyboardEvent,
  'code' | 'timeStamp' | 'isTrusted' | 'repeat' | 'ctrlKey' | 'altKey' | 'metaKey'
>;

/** What to do with a key: let it through, keep it from the page, or keep it and take the badge. */
export type WedgeVerdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'swallow' }
  | { readonly kind: 'badge'; readonly text: string };

const pass: WedgeVerdict = { kind: 'pass' };
const swallow: WedgeVerdict = { kind: 'swallow' };

const signs: Readonly<Record<string, string>> = {
  Minus: '-',
  NumpadSubtract: '-',
  Semicolon: ':',
  Period: '.',
  NumpadDecimal: '.',
};

/**
 * What a physical key means on a badge. Readers act as a US keyboard, and with Hangul or kana on
 * `event.key` would be another letter. Letters are upper case: UIDs are hexadecimal.
 */
function characterOf(code: string): string | undefined {
  return /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1] ?? signs[code];
}

const isTerminator = (code: string): boolean => code === 'Enter' || code === 'NumpadEnter';
const isShift = (code: string): boolean => code === 'ShiftLeft' || code === 'ShiftRight';

interface Burst {
  readonly text: string;
  readonly startedAt: number;
  readonly lastAt: number;
  /** The prefix was seen, so every key until the terminator belongs to the badge. */
  readonly prefixed: boolean;
}

/**
 * Tells a badge reader that types like a keyboard from a person, by the times at which the keys were
 * pressed (not handled: a busy page handles slow typing in one go). Feed it each key press in order.
 */
export class WedgeDetector {
  readonly #settings: Required<Omit<WedgeSettings, 'prefix'>>;
  readonly #prefix: string | undefined;
  #burst: Burst | undefined;

  constructor({ maxGap = 100, maxTotal = 1_500, minLength = 4, prefix }: WedgeSettings = {}) {
    this.#settings = { maxGap, maxTotal, minLength };
    this.#prefix = prefix;
  }

  /** What the next key is. */
  press(key: WedgeKey): WedgeVerdict {
    // Keys made by scripts are nobody's badge; held keys repeat faster than readers type.
    if (!key.isTrusted || key.repeat || key.ctrlKey || key.altKey || key.metaKey)
      return this.#drop();
    const burst = this.#inTime(key.timeStamp);
    if (key.code === this.#prefix) return this.#begin(key.timeStamp);
    if (isTerminator(key.code)) return this.#end(burst);
    if (isShift(key.code)) return burst?.prefixed ? swallow : pass;
    return this.#add(burst, key);
  }

  /** Characters collected since the last pause; 1 means a burst may be starting. */
  get pending(): number {
    return this.#burst?.text.length ?? 0;
  }

  #drop(): WedgeVerdict {
    this.#burst = undefined;
    return pass;
  }

  #begin(at: number): WedgeVerdict {
    this.#burst = { text: '', startedAt: at, lastAt: at, prefixed: true };
    return swallow;
  }

  #inTime(at: number): Burst | undefined {
    const { maxGap, maxTotal } = this.#settings;
    const burst = this.#burst;
    const late = !burst || at - burst.lastAt > maxGap || at - burst.startedAt > maxTotal;
    if (late) this.#burst = undefined;
    return late ? undefined : burst;
  }

  #add(burst: Burst | undefined, { code, timeStamp }: WedgeKey): WedgeVerdict {
    const character = characterOf(code);
    if (character === undefined) return this.#drop();
    if (!burst && this.#prefix !== undefined) return pass;
    const start = burst ?? { text: '', startedAt: timeStamp, prefixed: false };
    this.#burst = { ...start, text: start.text + character, lastAt: timeStamp };
    return start.prefixed ? swallow : pass;
  }

  #end(burst: Burst | undefined): WedgeVerdict {
    this.#burst = undefined;
    if (!burst) return pass;
    const { text, prefixed } = burst;
    if (text.length >= this.#settings.minLength) return { kind: 'badge', text };
    return prefixed ? swallow : pass;
  }
}
