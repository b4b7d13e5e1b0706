import { describe, expect, it } from 'vitest';
import { timeLeft } from './time-left.ts';

const session = {
  warnAt: '2026-11-20T02:55:00.000000Z',
  endsAt: '2026-11-20T03:00:00.000000Z',
  warned: false,
};
const at = (time: string): number => Date.parse(`2026-11-20T${time}Z`);

describe('the time a session has left', () => {
  it('is told in minutes rounded up, so that it never says zero while it runs', () => {
    expect(timeLeft(session, at('02:00:00'))).toEqual({ kind: 'minutes', minutes: 60 });
    expect(timeLeft(session, at('02:00:01'))).toEqual({ kind: 'minutes', minutes: 60 });
    expect(timeLeft(session, at('02:54:59.5'))).toEqual({ kind: 'minutes', minutes: 6 });
  });

  it('counts down by the second from the moment of the warning', () => {
    expect(timeLeft(session, at('02:55:00'))).toEqual({ kind: 'warned', milliseconds: 300_000 });
  });

  it('believes the warning of the core even where this clock is behind', () => {
    const warned = { ...session, warned: true };
    expect(timeLeft(warned, at('02:40:00'))).toEqual({ kind: 'warned', milliseconds: 1_200_000 });
  });

  it('is over from the end on, also where the core has not ended the session yet', () => {
    expect(timeLeft(session, at('03:00:00'))).toEqual({ kind: 'over' });
    expect(timeLeft(session, at('03:20:00'))).toEqual({ kind: 'over' });
  });
});
