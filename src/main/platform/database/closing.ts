import type { Clock } from '../clock/clock.ts';
import { within } from '../clock/within.ts';
import type { OpenClient } from './client.ts';

const LONGEST_GOODBYE_MS = 1_000;

/**
 * Closes a connection without waiting for a server that no longer answers: behind a cut cable the
 * goodbye would never be heard.
 */
export function closing(connection: OpenClient, clock: Clock): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      const goodbye = Promise.resolve(connection[Symbol.asyncDispose]());
      await within(clock, LONGEST_GOODBYE_MS, 'Closing a connection', goodbye).catch(
        () => undefined,
      );
    },
  };
}
