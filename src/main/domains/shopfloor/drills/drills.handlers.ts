import type { EstopDrill } from '#contract/shopfloor/drills.ts';
import type { Database } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { type SaveErrors, unwrap } from '../unwrap.ts';
import { listDrills } from './drills.queries.ts';
import type { DrillOutcome, DrillService } from './drills.service.ts';

interface DrillErrors extends SaveErrors {
  DRILL_NOT_OPEN(options: { data: { status: EstopDrill['status'] } }): Error;
}

function openOr(
  outcome: Exclude<DrillOutcome, { kind: 'not-possible' }>,
  errors: DrillErrors,
  id: string,
): EstopDrill {
  if (outcome.kind !== 'not-open') return unwrap(outcome, errors, 'drill', id);
  throw errors.DRILL_NOT_OPEN({ data: { status: outcome.status } });
}

/** Answers `shopfloor.drills`. */
export function drillHandlers(database: Database, service: DrillService) {
  const { drills } = procedures.shopfloor;
  return {
    list: drills.list.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listDrills(tx, input, input), { signal }),
    ),
    plan: drills.plan.handler(async ({ input, context, errors }) =>
      unwrap(await service.plan(context, input), errors, 'drill', ''),
    ),
    start: drills.start.handler(async ({ input, context, errors }) => {
      const outcome = await service.start(context, input.id, input.minutes);
      if (outcome.kind !== 'not-possible') return openOr(outcome, errors, input.id);
      throw errors.DRILL_NOT_POSSIBLE({ data: { reason: outcome.reason } });
    }),
    cancel: drills.cancel.handler(async ({ input, context, errors }) => {
      const outcome = await service.cancel(context, input.id, input.note);
      if (outcome.kind === 'not-possible')
        throw new Error('Calling a drill off is always possible.');
      return openOr(outcome, errors, input.id);
    }),
    note: drills.note.handler(async ({ input, context, errors }) =>
      unwrap(
        await service.note(context, input.id, input.version, input.note),
        errors,
        'drill',
        input.id,
      ),
    ),
  };
}
