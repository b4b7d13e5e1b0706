import { describe, expect, it } from 'vitest';
import css from './tokens.css?raw';

function tokensOf(theme: 'dark' | 'light'): Map<string, string> {
  const block = new RegExp(`:root\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['ground', 'ground-sunken', 'surface', 'surface-raised', 'control'];

/** WCAG 2.2 SC 1.4.3: text against each ground it is drawn on, at least 4.5 to 1. */
const textPairs: [text: string, ground: string][] = [
  ...['text', 'text-muted', 'link', 'danger', 'warn', 'error', 'good', 'accent'].flatMap((text) =>
    grounds.map((ground): [string, string] => [text, ground]),
  ),
  ['text', 'surface-hover'],
  ['text', 'selected'],
  ['text-strong', 'selected'],
  ['text', 'selected-soft'],
  ['text-muted', 'selected-soft'],
  ['text', 'info-soft'],
  ['text', 'warn-soft'],
  ['warn', 'warn-soft'],
  ['text', 'error-soft'],
  ['error', 'error-soft'],
  ['accent-text', 'accent-ground'],
  ['accent-text', 'accent-ground-hover'],
  ['danger-text', 'danger-ground'],
  ['danger-text', 'danger-ground-hover'],
  ...[1, 2, 3, 4].map((priority): [string, string] => [`p${priority}-ink`, `p${priority}-fill`]),
];

/** WCAG 2.2 SC 1.4.11: edges of controls, symbols and lines of charts, at least 3 to 1. */
const shapePairs: [shape: string, ground: string][] = [
  'line-control',
  'focus',
  ...[1, 2, 3, 4].map((priority) => `p${priority}-edge`),
  ...[1, 2, 3, 4, 5, 6].map((series) => `chart-${series}`),
].flatMap((shape) =>
  ['ground', 'surface', 'surface-raised'].map((g): [string, string] => [shape, g]),
);

describe.each(['dark', 'light'] as const)('the %s theme', (theme) => {
  const tokens = tokensOf(theme);
  const ratio = ([a, b]: [string, string]): number => {
    const [first, second] = [tokens.get(a), tokens.get(b)];
    if (first === undefined || second === undefined) throw new Error(`no token ${a} or ${b}`);
    return contrast(first, second);
  };

  it.each(textPairs)('shows %s legibly on %s', (...pair) => {
    expect(ratio(pair)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(shapePairs)('shows the shape %s clearly on %s', (...pair) => {
    expect(ratio(pair)).toBeGreaterThanOrEqual(3);
  });
});

describe('the themes', () => {
  it('define the same tokens', () => {
    expect([...tokensOf('light').keys()].toSorted()).toEqual(
      [...tokensOf('dark').keys()].toSorted(),
    );
  });
});
