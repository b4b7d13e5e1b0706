import type { EstopEvent } from '#contract/shopfloor/estops.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import type { NodeAlarms } from '../nodes/node-alarms.ts';
import { originOf } from '../origin.ts';
import { type Saved, saving, whyNotSaved } from '../saved.ts';
import { findStop } from './estop-lists.queries.ts';
import { acknowledgeStop, declareReal, describeStop, findSeenStop } from './estops.queries.ts';

/** What people say of a stop. */
export interface StopWords {
  readonly description: string | null;
  readonly triggeredBy: string | null;
}

/** Emergency stops as people take note of them. Nothing here resets one. */
export interface EstopService {
  /** Answers false where the person sees no such stop. */
  acknowledge(caller: ActorContext, id: string, note: string | null): Promise<boolean>;
  describe(
    caller: ActorContext,
    id: string,
    version: number,
    words: StopWords,
  ): Promise<Saved<EstopEvent>>;
  /** A stop of a drill was meant. Answers false where the person sees no such stop. */
  declareReal(caller: ActorContext, id: string): Promise<boolean>;
}

/** What it is built from. */
export interface EstopServices {
  readonly database: Database;
  readonly audit: AuditService;
  readonly alarms: NodeAlarms;
}

const task = 'shopfloor.emergency-stop';

/** Makes the service. */
export function estopService({ database, audit, alarms }: EstopServices): EstopService {
  const seen = (caller: ActorContext, id: string) =>
    database.asUser(caller.actor, (tx) => findSeenStop(tx, id));

  const record = (
    tx: Tx,
    { actor, connection }: ActorContext,
    action: string,
    id: string,
    values: { readonly oldValues?: object; readonly newValues?: object },
  ) =>
    audit.record(tx, {
      userId: actor.userId,
      username: actor.username,
      action: `emergency-stop.${action}`,
      targetType: 'estop_event',
      targetId: id,
      origin: originOf(connection),
      ...(values.oldValues && { oldValues: { ...values.oldValues } }),
      ...(values.newValues && { newValues: { ...values.newValues } }),
    });

  function describe(caller: ActorContext, id: string, version: number, words: StopWords) {
    return database.asSystem(task, async (tx): Promise<Saved<EstopEvent>> => {
      const before = await findStop(tx, id);
      if (!(await describeStop(tx, id, version, words))) return whyNotSaved(before, version);
      const row = await findStop(tx, id);
      if (!row || !before) throw new Error('A stop disappeared while it was described.');
      await record(tx, caller, 'describe', id, {
        oldValues: { description: before.description, triggeredBy: before.triggeredBy?.id ?? null },
        newValues: { ...words },
      });
      return { kind: 'saved', row };
    });
  }

  return {
    async acknowledge(caller, id, note) {
      if ((await seen(caller, id))?.type !== 'emergency_stop') return false;
      await database.asSystem(task, async (tx) => {
        if (!(await acknowledgeStop(tx, id, caller.actor.userId, note))) return;
        await record(tx, caller, 'acknowledge', id, note === null ? {} : { newValues: { note } });
      });
      return true;
    },
    async describe(caller, id, version, words) {
      if (!(await seen(caller, id))) return { kind: 'not-found' };
      const missing = { estop_events_triggered_by_fkey: 'person' };
      return saving({ missing }, () => describe(caller, id, version, words));
    },
    async declareReal(caller, id) {
      const stop = await seen(caller, id);
      if (!stop) return false;
      await database.asSystem(task, async (tx) => {
        if (!(await declareReal(tx, id))) return;
        const { node_key: nodeKey, node_code: code, node_name: name } = stop;
        if (nodeKey !== null && code !== null && name !== null) {
          await alarms.stopTripped(tx, { id: nodeKey, node_id: code, name });
        }
        await record(tx, caller, 'declare-real', id, {});
      });
      return true;
    },
  };
}
