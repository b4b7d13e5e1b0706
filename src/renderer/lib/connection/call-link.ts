import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client';
import { CallTimedOut, ConnectionLost } from './errors.ts';
import type { Lifeline } from './lifeline.ts';
import type { OpenLink } from './transport.ts';

/** Sends each call over the way that is open now, and names what may go wrong on it. */
export function callLink(lifeline: Lifeline, timeoutMs: number): ClientLink<ClientContext> {
  return {
    async call(path, input, options) {
      const open = await lifeline.current();
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(new CallTimedOut(timeoutMs)), timeoutMs);
      try {
        return await open.link.call(path, input, withDeadline(options, deadline.signal));
      } catch (error) {
        throw named(error, open, deadline.signal);
      } finally {
        // A stream's first answer is its last deadline.
        clearTimeout(timer);
      }
    },
  };
}

function withDeadline(options: ClientOptions<ClientContext>, deadline: AbortSignal) {
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  return { ...options, signal };
}

/** The library reports a lost connection and a cancelled call as the same abort. */
function named(error: unknown, open: OpenLink, deadline: AbortSignal): unknown {
  if (deadline.aborted) return deadline.reason;
  if (!open.closed.aborted) return error;
  return new ConnectionLost((open.closed.reason as Error).message);
}
