import type { Clock } from './clock.ts';

/** Something took longer than it may. */
class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
  readonly code = 'TOOK_TOO_LONG';
}

/** What `work` answers, or {@link TookTooLong} saying `what` after `ms`. The work itself goes on. */
export async function within<T>(
  clock: Clock,
  ms: number,
  what: string,
  work: Promise<T>,
): Promise<T> {
  const late = Promise.withResolvers<never>();
  using timers = new DisposableStack();
  const giveUp = () => late.reject(new TookTooLong(`${what} took longer than ${ms} ms.`));
  timers.use(clock.after(ms, giveUp));
  return await Promise.race([work, late.promise]);
}
