import { randomBytes, randomUUID } from 'node:crypto';
import type { SyncTarget, SyncTargetFields, SyncTestOutcome } from '#contract/shopfloor/sync.ts';
import type { AuditEntry, AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Platform } from '#platform/platform.ts';
import type { ActorContext, TokenHolder } from '#platform/rpc/context.ts';
import { originOf } from '../origin.ts';
import type { Saved } from '../saved.ts';
import { editor } from '../structure/editing.ts';
import {
  discardEvents,
  type FailedEvents,
  keepTold,
  retryEvents,
  type ToldEvent,
} from './sync-events.queries.ts';
import { secretPlace, type Send } from './sync-sending.ts';
import {
  findTarget,
  insertTarget,
  type NewTarget,
  readAddress,
  updateSecret,
  updateTarget,
} from './sync-targets.queries.ts';

/** A saved application with the key that is shown this once. */
export interface MadeTarget {
  readonly saved: Saved<SyncTarget>;
  readonly secret: string;
}

/** Other applications, as people manage them and as they call. */
export interface SyncService {
  create(caller: ActorContext, fields: SyncTargetFields): Promise<MadeTarget>;
  update(
    caller: ActorContext,
    id: string,
    version: number,
    fields: SyncTargetFields,
  ): Promise<Saved<SyncTarget>>;
  renewSecret(caller: ActorContext, id: string, version: number): Promise<MadeTarget>;
  /** Null where there is no such application. */
  test(caller: ActorContext, id: string, signal: AbortSignal): Promise<SyncTestOutcome | null>;
  retry(caller: ActorContext, which: FailedEvents): Promise<number>;
  discard(caller: ActorContext, ids: readonly string[], reason: string): Promise<number>;
  tell(
    holder: TokenHolder,
    told: Omit<ToldEvent, 'sourceApp'>,
  ): Promise<{ readonly id: string; readonly isNew: boolean }>;
}

/** What the service works with. */
export type SyncServices = Pick<Platform, 'database' | 'secrets' | 'clock'> & {
  readonly audit: AuditService;
  readonly send: Send;
};

const newSecret = (): string => `sbw_${randomBytes(32).toString('base64url')}`;

const entry = ({ actor, connection }: ActorContext, action: string): AuditEntry => ({
  userId: actor.userId,
  username: actor.username,
  action,
  origin: originOf(connection),
});

/** What a test event says. */
const testBody = (id: string, at: Date) => ({
  version: 1,
  id,
  type: 'signalbox.test',
  source: 'signalbox',
  occurredAt: at.toISOString(),
  resource: null,
  area: null,
  zone: null,
  data: {},
});

/** Makes the service. */
export function syncService({ database, secrets, clock, audit, send }: SyncServices): SyncService {
  const targets = editor<SyncTarget, NewTarget>(database, audit, {
    noun: 'application',
    constraints: { duplicate: { sync_targets_name_key: 'targetApp' } },
    find: findTarget,
    insert: insertTarget,
    update: updateTarget,
  });

  return {
    async create(caller, fields) {
      const [id, secret] = [randomUUID(), newSecret()];
      const sealed = secrets.seal(secretPlace(id), secret);
      return { saved: await targets.create(caller, { ...fields, id, secret: sealed }), secret };
    },
    update: (caller, id, version, fields) =>
      targets.change(caller, { id, version }, 'update', (tx) =>
        updateTarget(tx, id, version, fields),
      ),
    async renewSecret(caller, id, version) {
      const secret = newSecret();
      const sealed = secrets.seal(secretPlace(id), secret);
      const saved = await targets.change(caller, { id, version }, 'renew-key', (tx) =>
        updateSecret(tx, id, version, sealed),
      );
      return { saved, secret };
    },
    async test(caller, id, signal) {
      const address = await database.asUser(caller.actor, async (tx) => {
        const found = await readAddress(tx, id);
        const target = { targetType: 'application', targetId: id };
        if (found) await audit.record(tx, { ...entry(caller, 'application.test'), ...target });
        return found;
      });
      if (!address) return null;
      const eventId = randomUUID();
      const body = JSON.stringify(testBody(eventId, clock.now()));
      const delivery = { eventId, eventType: 'signalbox.test', sequence: null, attempt: 1, body };
      return send(address, delivery, signal);
    },
    // Events are written by the program alone; the contract has checked that the person may decide.
    retry: (caller, which) =>
      database.asSystem('shopfloor.sync-retry', async (tx) => {
        const count = await retryEvents(tx, which);
        const details = { ...which, count };
        if (count > 0) await audit.record(tx, { ...entry(caller, 'sync-event.retry'), details });
        return count;
      }),
    discard: (caller, ids, reason) =>
      database.asSystem('shopfloor.sync-discard', async (tx) => {
        const count = await discardEvents(tx, ids, caller.actor.userId);
        const what = { details: { ids, count }, changeReason: reason };
        if (count > 0) await audit.record(tx, { ...entry(caller, 'sync-event.discard'), ...what });
        return count;
      }),
    tell: (holder, told) =>
      database.asSystem('shopfloor.sync-tell', (tx) =>
        keepTold(tx, { ...told, sourceApp: holder.name.slice(0, 50) }),
      ),
  };
}
