import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WedgeDetector } from './keyboard-wedge.ts';
import type { WedgeKey, WedgeSettings, WedgeVerdict } from './keyboard-wedge.ts';

function key(code: string, timeStamp: number, more: Partial<WedgeKey> = {}): WedgeKey {
  const none = { repeat: false, ctrlKey: false, altKey: false, metaKey: false };
  return { code, timeStamp, isTrusted: true, ...none, ...more };
}

const codeOf = (character: string): string =>
  /\d/.test(character) ? `Digit${character}` : `Key${character}`;

/** The physical keys of a badge, then Enter. */
function codesOf(badge: string): string[] {
  return [...badge.split('').map(codeOf), 'Enter'];
}

function type(
  codes: string[],
  gap: number,
  { settings = {}, more = {} }: { settings?: WedgeSettings; more?: Partial<WedgeKey> } = {},
): WedgeVerdict[] {
  const detector = new WedgeDetector(settings);
  return codes.map((code, index) => detector.press(key(code, 1_000 + index * gap, more)));
}

const kinds = (verdicts: WedgeVerdict[]): string[] => verdicts.map(({ kind }) => kind);

describe('a badge reader that types', () => {
  it('is heard, and its Enter never reaches the page', () => {
    const verdicts = type(codesOf('04A1B2C3D4'), 8);
    expect(kinds(verdicts).slice(0, -1)).toEqual(Array.from({ length: 10 }, () => 'pass'));
    expect(verdicts.at(-1)).toEqual({ kind: 'badge', text: '04A1B2C3D4' });
  });

  it('may hold Shift for capital letters', () => {
    const codes = codesOf('04AB').flatMap((code) =>
      code.startsWith('Key') ? ['ShiftLeft', code] : [code],
    );
    expect(type(codes, 8).at(-1)).toMatchObject({ text: '04AB' });
  });

  it('may use the keys of the number pad', () => {
    const codes = ['Numpad0', 'Numpad4', 'Numpad7', 'Numpad9', 'NumpadEnter'];
    expect(type(codes, 5).at(-1)).toMatchObject({ kind: 'badge', text: '0479' });
  });

  it('is heard at 100 ms between keys and not at 101', () => {
    expect(type(codesOf('04A1'), 100).at(-1)?.kind).toBe('badge');
    expect(type(codesOf('04A1'), 101).at(-1)?.kind).toBe('pass');
  });

  it('must be done within a second and a half', () => {
    expect(type(codesOf('0123456789ABCDE'), 100).at(-1)?.kind).toBe('badge');
    expect(type(codesOf('0123456789ABCDEF'), 100).at(-1)?.kind).toBe('pass');
  });

  it('must send four characters', () => {
    expect(type(codesOf('04A'), 5).at(-1)?.kind).toBe('pass');
  });

  it('is heard twice in a row', () => {
    const badges = type([...codesOf('04A1'), ...codesOf('05B2')], 8);
    expect(kinds(badges).filter((kind) => kind === 'badge')).toHaveLength(2);
  });

  it('is told from scripts and from held keys', () => {
    expect(type(codesOf('04A1'), 5, { more: { isTrusted: false } }).at(-1)?.kind).toBe('pass');
    expect(type(codesOf('AAAAAA'), 30, { more: { repeat: true } }).at(-1)?.kind).toBe('pass');
  });
});

describe('a reader with a prefix', () => {
  const settings = { prefix: 'F13' };

  it('keeps every key from the page', () => {
    const verdicts = type(['F13', ...codesOf('04A1B2')], 8, { settings });
    expect(kinds(verdicts)).toEqual([...Array.from({ length: 7 }, () => 'swallow'), 'badge']);
  });

  it('leaves typing alone however fast it is', () => {
    expect(new Set(kinds(type(codesOf('04A1B2'), 1, { settings })))).toEqual(new Set(['pass']));
  });

  it('keeps the Enter of a badge that is too short', () => {
    expect(type(['F13', ...codesOf('04')], 8, { settings }).at(-1)?.kind).toBe('swallow');
  });
});

describe('a person who types', () => {
  const codes = constantFrom(
    'KeyA',
    'KeyS',
    'Digit1',
    'Space',
    'Enter',
    'Tab',
    'ShiftLeft',
    'Backspace',
  );

  it('is never disturbed', () => {
    const presses = array(record({ code: codes, gap: integer({ min: 101, max: 2_000 }) }));
    assert(
      property(presses, (typed) => {
        const detector = new WedgeDetector();
        let now = 0;
        for (const { code, gap } of typed) {
          now += gap;
          expect(detector.press(key(code, now)).kind).toBe('pass');
        }
      }),
    );
  });

  it('is not disturbed by a page too busy to handle the keys in time', () => {
    // Only the times at which the keys were pressed count, however late all are handled together.
    expect(type(codesOf('04A1B2'), 180).at(-1)?.kind).toBe('pass');
  });
});
