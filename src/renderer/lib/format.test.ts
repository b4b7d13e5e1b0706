import { describe, expect, it } from 'vitest';
import { formatsFor, noMoment } from './format.ts';

const english = formatsFor({ language: 'en', timeZone: 'Asia/Seoul' });
const korean = formatsFor({ language: 'ko', timeZone: 'Asia/Seoul' });

describe('formatsFor', () => {
  it('answers the same formatter for the same settings', () => {
    expect(formatsFor({ language: 'en', timeZone: 'Asia/Seoul' })).toBe(english);
  });

  it('shows a moment in the zone of the site', () => {
    expect(english.dateTime('2026-03-01T15:30:05.123456Z')).toBe('2026-03-02, 00:30:05');
    expect(korean.dateTime('2026-03-01T15:30:05.123456Z')).toBe('2026. 03. 02. 00:30:05');
    expect(english.zone()).toBe('KST');
  });

  it('groups by the day of the zone, not by that of UTC', () => {
    expect(english.dayKey('2026-03-01T15:30:00Z')).toBe('2026-03-02');
  });

  it.each([
    [0, '00:00'],
    [-5_000, '00:00'],
    [65_999, '01:05'],
    [3_661_000, '1:01:01'],
  ])('shows %d ms as %s', (milliseconds, text) => {
    expect(english.duration(milliseconds)).toBe(text);
  });

  it('says how long in the largest two units', () => {
    expect(english.span(7_500_000)).toBe('2 hr 5 min');
    expect(korean.span(7_500_000)).toBe('2시간 5분');
    expect(english.span(0)).toBe('0 sec');
  });

  it('says how far away a moment is', () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    expect(english.relative(now - 185_000, now)).toBe('3 minutes ago');
    expect(korean.relative(now - 185_000, now)).toBe('3분 전');
    expect(english.relative(now + 7_200_000, now)).toBe('in 2 hours');
  });

  it('shows sizes with binary prefixes', () => {
    expect([0, 1023, 1536, 5 * 1024 ** 3].map((count) => english.bytes(count))).toEqual([
      '0 B',
      '1,023 B',
      '1.5 KiB',
      '5.0 GiB',
    ]);
  });

  it('shows a dash for a moment that cannot be read', () => {
    expect(english.dateTime('soon')).toBe(noMoment);
    expect(english.relative('soon', 0)).toBe(noMoment);
  });
});
