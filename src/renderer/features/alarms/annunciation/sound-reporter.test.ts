import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { soundReporter, STARTS_WITHIN_MS } from './sound-reporter.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what the core hears of the sound of a station', () => {
  it('was an alarm at each load of a page, while the sound device started', () => {
    const report = vi.fn(async () => undefined);
    using reporter = soundReporter(report);
    reporter.see('blocked', true);
    vi.advanceTimersByTime(STARTS_WITHIN_MS - 1);
    reporter.see('ready', true);
    vi.advanceTimersByTime(2 * STARTS_WITHIN_MS);
    expect(report).not.toHaveBeenCalled();
  });

  it('is that it stays unheard, once, and that it is heard again at once', () => {
    const report = vi.fn(async () => undefined);
    using reporter = soundReporter(report);
    reporter.see('blocked', true);
    vi.advanceTimersByTime(STARTS_WITHIN_MS);
    reporter.see('blocked', true);
    vi.advanceTimersByTime(2 * STARTS_WITHIN_MS);
    expect(report.mock.calls).toEqual([['blocked']]);
    reporter.see('ready', false);
    expect(report.mock.calls).toEqual([['blocked'], ['ready']]);
  });

  it('is nothing while nothing ought to be heard', () => {
    const report = vi.fn(async () => undefined);
    using reporter = soundReporter(report);
    reporter.see('missing', false);
    vi.advanceTimersByTime(2 * STARTS_WITHIN_MS);
    expect(report).not.toHaveBeenCalled();
  });
});
