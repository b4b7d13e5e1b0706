import type { FloorPlan } from '#contract/shopfloor/plans.ts';
import type { Database } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { type SaveErrors, unwrap } from '../unwrap.ts';
import { findPlan, listRevisions } from './floor-plans.queries.ts';
import type { PlanService, SavedPlan } from './plans.service.ts';

interface StaleErrors extends SaveErrors {
  PLAN_CHANGED(options: { data: { revision: number } }): Error;
}

/** The new revision, or the contract's error for why there is none. */
function unwrapPlan(saved: SavedPlan, errors: StaleErrors, areaId: string): FloorPlan {
  if (saved.kind !== 'stale') return unwrap(saved, errors, 'area', areaId);
  throw errors.PLAN_CHANGED({ data: { revision: saved.revision } });
}

/** Answers `shopfloor.plans`. */
export function planHandlers(database: Database, service: PlanService) {
  const { plans } = procedures.shopfloor;
  return {
    get: plans.get.handler(async ({ input, context, errors }) => {
      const plan = await service.get(context, input.areaId);
      if (!plan) throw errors.NOT_FOUND({ data: { what: 'area', id: input.areaId } });
      return plan;
    }),
    revisions: plans.revisions.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listRevisions(tx, input.areaId, input), { signal }),
    ),
    revision: plans.revision.handler(async ({ input, context, errors, signal }) => {
      const { areaId, revision } = input;
      const plan = await database.asUser(context.actor, (tx) => findPlan(tx, areaId, revision), {
        signal,
      });
      if (!plan) throw errors.NOT_FOUND({ data: { what: 'plan revision', id: areaId } });
      return plan;
    }),
    upload: plans.upload.handler(async ({ input, context, errors }) => {
      const saved = await service.upload(context, input, input);
      if (saved.kind !== 'refused') return unwrapPlan(saved, errors, input.areaId);
      throw errors.PLAN_REFUSED({ data: { faults: [...saved.faults] } });
    }),
    makePlain: plans.makePlain.handler(async ({ input, context, errors }) => {
      const { areaId, revision, ...size } = input;
      const saved = await service.makePlain(context, { areaId, revision }, size);
      return unwrapPlan(saved, errors, areaId);
    }),
    restore: plans.restore.handler(async ({ input, context, errors }) => {
      const saved = await service.restore(context, input, input.restored);
      return unwrapPlan(saved, errors, input.areaId);
    }),
    positions: plans.positions.handler(({ input, context }) =>
      service.positions(context, input.areaId),
    ),
    place: plans.place.handler(async ({ input, context, errors }) => {
      const saved = await service.place(context, input.areaId, input.changes);
      if (saved.kind !== 'moved') return unwrap(saved, errors, 'area', input.areaId);
      throw errors.PLACE_CHANGED({ data: { positions: saved.positions } });
    }),
  };
}
