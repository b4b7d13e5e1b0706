import { describe, expect, it } from 'vitest';
import type { DisplayRow } from '#contract/identity/displays.ts';
import { displayStateOf } from './display-state.tsx';

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
const now = 1_000_000_000;

const row = (part: Partial<DisplayRow>): DisplayRow => ({
  id: 'd',
  name: 'Hall 1',
  areaIds: null,
  areaNames: [],
  positionId: null,
  positionName: null,
  sounds: false,
  locale: 'en',
  createdByName: null,
  createdAt: at(0),
  expiresAt: at(2_000_000),
  codeExpiresAt: null,
  pairedAt: null,
  lastSeen: null,
  address: null,
  userAgent: null,
  revokedAt: null,
  revokedByName: null,
  ...part,
});

describe('the state of a display', () => {
  it.each([
    ['waiting', { codeExpiresAt: at(1_000_001) }],
    ['lapsed', { codeExpiresAt: at(999_999) }],
    ['connected', { pairedAt: at(1), lastSeen: at(1_000_000 - 100) }],
    ['silent', { pairedAt: at(1), lastSeen: at(1_000_000 - 200) }],
    ['silent', { pairedAt: at(1) }],
    ['expired', { pairedAt: at(1), lastSeen: at(1_000_000), expiresAt: at(1_000_000) }],
    ['revoked', { pairedAt: at(1), revokedAt: at(1), expiresAt: at(1) }],
  ] as const)('is %s', (state, part) => {
    expect(displayStateOf(row(part), now)).toBe(state);
  });
});
