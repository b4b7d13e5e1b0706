import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 10_000;

/** Looks every other millisecond until there is something. Rejects when nothing comes in time. */
export async function until<T>(
  look: () => T | Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<NonNullable<T>> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error('What the benchmark waits for did not happen.');
    await sleep(2);
  }
}
