import type { Database } from '#platform/database/database.ts';
import type { Platform } from '#platform/platform.ts';
import type { IdentityParts } from '../identity-services.ts';
import type { SessionKeeper } from './session-keeper.ts';
import type { SessionService } from './session.service.ts';
import { findSessions, lockSession } from './sessions.queries.ts';

/** Tables that say what a held session may do, and whether it is open still. */
const topics = ['identity.sessions', 'identity.users', 'identity.user_roles', 'identity.roles'];

async function refresh(database: Database, keeper: SessionKeeper): Promise<void> {
  const ids = keeper.heldIds;
  if (ids.length === 0) return;
  const rows = await database.asSystem('session-watch', (tx) => findSessions(tx, ids));
  for (const row of rows) {
    if (row.ended_by !== null) keeper.end(row.id, row.ended_by as 'revoked');
    else if (!row.is_active) keeper.end(row.id, 'disabled');
    else keeper.update(row);
  }
}

async function follow(
  { changes, database, log, clock }: Platform,
  keeper: SessionKeeper,
  signal: AbortSignal,
) {
  for await (const batch of changes.watch(topics, signal)) {
    for (;;) {
      try {
        await refresh(database, keeper);
        break;
      } catch (error) {
        if (signal.aborted) return;
        log.warn('Sessions could not be refreshed; trying again.', { batch: batch.kind });
        await clock.sleep(1000, signal).catch(() => undefined);
      }
    }
  }
}

/**
 * Keeps the sessions of this process true: what other processes did to them takes effect within a
 * second, idle consoles lock, and sessions whose time is over end.
 */
export function startSessionWatch(
  { platform }: IdentityParts,
  keeper: SessionKeeper,
  sessions: SessionService,
): AsyncDisposable {
  const stopping = new AbortController();
  const { clock, database, log } = platform;

  async function sweep(): Promise<void> {
    const due = keeper.sweep();
    for (const id of due.idle) {
      keeper.lock(id);
      const now = clock.now().toISOString();
      await database.asSystem('session-idle', (tx) => lockSession(tx, id, now));
    }
    for (const id of due.over) await sessions.end(id, 'timeout');
  }

  let sweeping: Promise<void> = Promise.resolve();
  const timer = clock.every(1000, () => {
    sweeping = sweeping.then(sweep).catch((error: unknown) => {
      log.error('Idle sessions could not be locked in the database.', error);
    });
  });
  const following = follow(platform, keeper, stopping.signal);
  return {
    async [Symbol.asyncDispose]() {
      timer[Symbol.dispose]();
      stopping.abort();
      await Promise.all([following, sweeping]);
    },
  };
}
