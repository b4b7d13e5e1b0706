import { describe, expect, it } from 'vitest';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { createTickets, TICKET_LIFETIME_MS } from './tickets.ts';

describe('tickets', () => {
  it('admit once', () => {
    const tickets = createTickets(fakeClock());
    const ticket = tickets.issue('browser');
    expect(tickets.redeem(ticket, 'browser')).toBe(true);
    expect(tickets.redeem(ticket, 'browser')).toBe(false);
  });

  it('admit nobody but the browser that asked, and are used up by the attempt', () => {
    const tickets = createTickets(fakeClock());
    const ticket = tickets.issue('browser');
    expect(tickets.redeem(ticket, 'other')).toBe(false);
    expect(tickets.redeem(ticket, 'browser')).toBe(false);
  });

  it('lapse after their lifetime, whatever the wall clock does', async () => {
    const clock = fakeClock();
    const tickets = createTickets(clock);
    const inTime = tickets.issue('browser');
    const late = tickets.issue('browser');
    await clock.advance(TICKET_LIFETIME_MS - 1);
    clock.jumpTo(new Date('2030-01-01T00:00:00Z'));
    expect(tickets.redeem(inTime, 'browser')).toBe(true);
    await clock.advance(1);
    expect(tickets.redeem(late, 'browser')).toBe(false);
  });

  it('forget the oldest rather than fill the memory', () => {
    const tickets = createTickets(fakeClock());
    const first = tickets.issue('browser');
    for (let i = 0; i < 10_000; i += 1) tickets.issue('other');
    expect(tickets.redeem(first, 'browser')).toBe(false);
  });
});
