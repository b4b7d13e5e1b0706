import type { Clock } from '#platform/clock/clock.ts';

/** How often progress is passed on. Milliseconds. */
const SHOW_MS = 300;

/**
 * Runs `work` and passes on the latest of what it says, a few times a second, and at the end what it
 * answers. Ending the stream aborts the work and waits until it has stopped.
 */
export async function* watched<Said, Answer>(
  clock: Clock,
  until: AbortSignal,
  work: (say: (said: Said) => void, signal: AbortSignal) => Promise<Answer>,
): AsyncGenerator<Said | Answer, void> {
  const leaving = new AbortController();
  let latest: Said | undefined;
  const working = work((said) => (latest = said), AbortSignal.any([leaving.signal, until]));
  const settled = working.then(
    () => true,
    () => true,
  );
  const paused = (): Promise<boolean> => clock.sleep(SHOW_MS).then(() => false);
  try {
    while (!(await Promise.race([settled, paused()]))) {
      if (latest !== undefined) yield latest;
      latest = undefined;
    }
    yield await working;
  } finally {
    leaving.abort(new Error('Nobody waits for it any more.'));
    await settled;
  }
}
