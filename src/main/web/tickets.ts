import { randomBytes } from 'node:crypto';
import type { Clock } from '#platform/clock/clock.ts';

/** How long a ticket may be used. Milliseconds. */
export const TICKET_LIFETIME_MS = 30_000;

const MOST_TICKETS = 10_000;

/** One-time admissions to the WebSocket, each for the browser that asked. */
export interface Tickets {
  /** Makes a ticket for the browser with this token. */
  issue(clientToken: string): string;
  /** Uses a ticket up. `true` when it was there, in time, and made for this browser. */
  redeem(ticket: string, clientToken: string): boolean;
}

interface Issued {
  readonly clientToken: string;
  readonly until: number;
}

/** Keeps tickets in memory: they live for seconds, and a restarted server has no connections. */
export function createTickets(clock: Clock): Tickets {
  const issued = new Map<string, Issued>();

  function dropOldest(): void {
    const now = clock.monotonic();
    for (const [ticket, { until }] of issued) {
      if (until > now && issued.size < MOST_TICKETS) return;
      issued.delete(ticket);
    }
  }

  return {
    issue(clientToken) {
      dropOldest();
      const ticket = randomBytes(32).toString('base64url');
      issued.set(ticket, { clientToken, until: clock.monotonic() + TICKET_LIFETIME_MS });
      return ticket;
    },
    redeem(ticket, clientToken) {
      const found = issued.get(ticket);
      issued.delete(ticket);
      return found?.clientToken === clientToken && clock.monotonic() < found.until;
    },
  };
}
