import type { StopTarget } from '#contract/shopfloor/estops.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { originOf } from '../origin.ts';
import type { SessionRules } from '../sessions/session-rules.ts';
import { holdsInArea, lockSession } from '../sessions/sessions.queries.ts';
import {
  findRequestedPlace,
  findRequestedSessions,
  type RequestedSession,
} from './stop-requests.queries.ts';

/** What became of a request. */
export type StopRequestOutcome =
  | { readonly kind: 'stopped'; readonly sessions: readonly RequestedSession[] }
  | { readonly kind: 'not-found' }
  /** Visible, but the person holds no `manage` in its area. */
  | { readonly kind: 'not-allowed' };

/** Asks machines for a normal stop: sessions end, and their nodes lock. It is no emergency stop. */
export type StopRequests = (
  caller: ActorContext,
  target: StopTarget,
  reason: string,
) => Promise<StopRequestOutcome>;

/** Makes it. */
export function stopRequests(
  database: Database,
  rules: SessionRules,
  audit: AuditService,
): StopRequests {
  async function stop(tx: Tx, caller: ActorContext, target: StopTarget, reason: string) {
    const { userId, username } = caller.actor;
    const stopped: RequestedSession[] = [];
    for (const session of await findRequestedSessions(tx, target)) {
      await lockSession(tx, session.id);
      const ended = await rules.end(tx, session.id, 'admin', { userId, notes: reason });
      if (ended) stopped.push(session);
    }
    await audit.record(tx, {
      userId,
      username,
      action: `${target.what}.request-stop`,
      targetType: target.what,
      targetId: target.id,
      changeReason: reason,
      details: { machines: stopped.map(({ machine_id: code }) => code) },
      origin: originOf(caller.connection),
    });
    return stopped;
  }

  return async (caller, target, reason) => {
    const { actor } = caller;
    const place = await database.asUser(actor, (tx) => findRequestedPlace(tx, target));
    if (!place) return { kind: 'not-found' };
    return database.asSystem('shopfloor.request-stop', async (tx): Promise<StopRequestOutcome> => {
      const levels = ['manage', 'admin'];
      if (!(await holdsInArea(tx, actor.userId, place.area_id, levels))) {
        return { kind: 'not-allowed' };
      }
      return { kind: 'stopped', sessions: await stop(tx, caller, target, reason) };
    });
  };
}
