import type { IdentityParts } from '../identity-services.ts';
import type { DisplayKeeper } from './display-keeper.ts';
import { findDisplays, stampSeen } from './paired-displays.queries.ts';

const SWEEP_MS = 1_000;
const STAMP_MS = 60_000;
const RETRY_MS = 1_000;

/**
 * Keeps the displays of this process true: one that was revoked or paired anew, by whichever process,
 * goes dark within a second, and so does one whose time is over. Notes each minute which are there.
 */
export function startDisplayWatch(
  { platform: { changes, clock, database, log } }: IdentityParts,
  keeper: DisplayKeeper,
): AsyncDisposable {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function refresh(): Promise<void> {
    const ids = keeper.heldIds;
    if (ids.length === 0) return;
    keeper.update(await database.asSystem('display-watch', (tx) => findDisplays(tx, ids)));
  }

  async function follow(): Promise<void> {
    for await (const batch of changes.watch(['identity.displays'], signal)) {
      while (!signal.aborted) {
        try {
          await refresh();
          break;
        } catch {
          log.warn('Displays could not be refreshed; trying again.', { batch: batch.kind });
          await clock.sleep(RETRY_MS, signal).catch(() => undefined);
        }
      }
    }
  }

  async function stamp(): Promise<void> {
    const ids = keeper.heldIds;
    if (ids.length === 0) return;
    const now = clock.now().toISOString();
    await database.asSystem('display-watch', (tx) => stampSeen(tx, ids, now));
  }

  let stamping: Promise<void> = Promise.resolve();
  const sweeper = clock.every(SWEEP_MS, keeper.sweep);
  const stamper = clock.every(STAMP_MS, () => {
    stamping = stamp().catch((error: unknown) => {
      log.warn('It could not be noted which displays are there.', { reason: String(error) });
    });
  });
  const following = follow();
  return {
    async [Symbol.asyncDispose]() {
      sweeper[Symbol.dispose]();
      stamper[Symbol.dispose]();
      stopping.abort();
      await Promise.all([following, stamping]);
    },
  };
}
