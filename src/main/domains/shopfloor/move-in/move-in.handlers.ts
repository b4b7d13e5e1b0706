import type { MoveInStep } from '#contract/shopfloor/move-in.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Database } from '#platform/database/database.ts';
import { DatabaseMisconfigured } from '#platform/database/errors.ts';
import { ForeignUnreadable } from '#platform/database/foreign/foreign-database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { originOf } from '../origin.ts';
import type { MoveInService } from './move-in.service.ts';
import { listMovedAlerts } from './moved-alerts.queries.ts';
import { listRuns } from './staging.queries.ts';

interface MoveInErrors {
  SOURCE_UNREADABLE(options: { data: { why: string } }): Error;
  MOVE_IN_RUNNING(): Error;
}

/** Passes a stream on and turns what it may fail with into the contract's errors. */
async function* passed(
  steps: AsyncGenerator<MoveInStep, void>,
  errors: MoveInErrors,
): AsyncGenerator<MoveInStep, void> {
  try {
    yield* steps;
  } catch (error) {
    if (error instanceof ForeignUnreadable || error instanceof DatabaseMisconfigured) {
      throw errors.SOURCE_UNREADABLE({ data: { why: error.message } });
    }
    if (violates(error, 'move_in_runs_one_running')) throw errors.MOVE_IN_RUNNING();
    throw error;
  }
}

/** Answers `shopfloor.moveIn`. */
export function moveInHandlers(database: Database, service: MoveInService) {
  const { moveIn } = procedures.shopfloor;
  return {
    rehearse: moveIn.rehearse.handler(({ input, context, errors, signal }) =>
      passed(service.rehearse(input, signal ?? context.connection.closed), errors),
    ),
    move: moveIn.move.handler(({ input, context, errors, signal }) => {
      const { userId, username } = context.actor;
      const mover = { userId, username, origin: originOf(context.connection) };
      return passed(service.move(mover, input, signal ?? context.connection.closed), errors);
    }),
    alerts: moveIn.alerts.handler(({ input: { cursor, limit, ...filter }, context, signal }) =>
      database.asUser(context.actor, (tx) => listMovedAlerts(tx, filter, { cursor, limit }), {
        signal,
      }),
    ),
    runs: moveIn.runs.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listRuns(tx, input), { signal }),
    ),
  };
}
