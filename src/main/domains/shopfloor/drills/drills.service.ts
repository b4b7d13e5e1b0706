import type { EstopDrill } from '#contract/shopfloor/drills.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { originOf } from '../origin.ts';
import { type Saved, saving, whyNotSaved } from '../saved.ts';
import {
  cancelDrill,
  type DrillPlan,
  findDrill,
  insertDrill,
  noteDrill,
  startDrill,
  whyNoDrill,
} from './drills.queries.ts';

/** What became of starting or calling off a drill. */
export type DrillOutcome =
  | Exclude<Saved<EstopDrill>, { kind: 'conflict' }>
  /** It was started, ended or called off meanwhile. */
  | { readonly kind: 'not-open'; readonly status: EstopDrill['status'] }
  | {
      readonly kind: 'not-possible';
      readonly reason: 'stop-stands' | 'drill-runs' | 'node-silent';
    };

/** Drills as people plan and hold them. */
export interface DrillService {
  plan(caller: ActorContext, plan: Omit<DrillPlan, 'plannedBy'>): Promise<Saved<EstopDrill>>;
  start(caller: ActorContext, id: string, minutes: number): Promise<DrillOutcome>;
  cancel(caller: ActorContext, id: string, note: string): Promise<DrillOutcome>;
  note(
    caller: ActorContext,
    id: string,
    version: number,
    note: string | null,
  ): Promise<Saved<EstopDrill>>;
}

/** Makes the service. Row-level security refuses who holds no `manage` in the drill's area. */
export function drillService(database: Database, audit: AuditService): DrillService {
  async function saved(tx: Tx, caller: ActorContext, action: string, id: string, details: object) {
    const row = await findDrill(tx, id);
    if (!row) throw new Error('A drill disappeared while it was saved.');
    await audit.record(tx, {
      userId: caller.actor.userId,
      username: caller.actor.username,
      action: `estop-drill.${action}`,
      targetType: 'estop_drill',
      targetId: id,
      newValues: { ...details },
      origin: originOf(caller.connection),
    });
    return { kind: 'saved', row } as const;
  }

  /** Changes a drill as the person; `write` answers false where its status forbids it. */
  async function change(
    caller: ActorContext,
    id: string,
    action: string,
    write: (tx: Tx, drill: EstopDrill) => Promise<boolean | DrillOutcome>,
  ): Promise<DrillOutcome> {
    return database.asUser(caller.actor, async (tx) => {
      const before = await findDrill(tx, id);
      if (!before) return { kind: 'not-found' };
      const written = await write(tx, before);
      if (typeof written === 'object') return written;
      if (written) return saved(tx, caller, action, id, { status: before.status });
      const now = await findDrill(tx, id);
      const open = now?.status === 'planned' || now?.status === before.status;
      return open
        ? { kind: 'forbidden' }
        : { kind: 'not-open', status: now?.status ?? 'cancelled' };
    });
  }

  return {
    plan: (caller, plan) =>
      saving<EstopDrill>({}, () =>
        database.asUser(caller.actor, async (tx) => {
          const id = await insertDrill(tx, { ...plan, plannedBy: caller.actor.userId });
          if (id === null) return { kind: 'missing', what: 'node' };
          return saved(tx, caller, 'plan', id, plan);
        }),
      ),
    async start(caller, id, minutes) {
      try {
        return await change(caller, id, 'start', async (tx, { node, status }) => {
          if (status !== 'planned') return { kind: 'not-open', status };
          const reason = await whyNoDrill(tx, node.id);
          if (reason) return { kind: 'not-possible', reason };
          return startDrill(tx, id, minutes, caller.actor.userId);
        });
      } catch (error) {
        if (!violates(error, 'estop_drills_one_running')) throw error;
        return { kind: 'not-possible', reason: 'drill-runs' };
      }
    },
    cancel: (caller, id, note) =>
      change(caller, id, 'cancel', (tx, { status }) =>
        status === 'planned' || status === 'running'
          ? cancelDrill(tx, id, note)
          : Promise.resolve<DrillOutcome>({ kind: 'not-open', status }),
      ),
    note: (caller, id, version, note) =>
      database.asUser(caller.actor, async (tx): Promise<Saved<EstopDrill>> => {
        if (await noteDrill(tx, id, version, note)) return saved(tx, caller, 'note', id, { note });
        return whyNotSaved(await findDrill(tx, id), version);
      }),
  };
}
