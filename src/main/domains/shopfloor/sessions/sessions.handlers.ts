import type { Changes } from '#platform/changes/changes.ts';
import { liveRows } from '#platform/changes/live-rows.ts';
import type { Database } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { endedOr, type NotFoundError, whyNot } from './ended.ts';
import { listActiveSessions, listSessions } from './session-list.queries.ts';
import type { ConsoleSessions, StartOutcome } from './sessions.service.ts';
import { type StartErrors, startError } from './start-errors.ts';

function startedOr(outcome: StartOutcome, errors: StartErrors & NotFoundError, id: string) {
  if (outcome.kind === 'started') return outcome.session;
  if (outcome.kind === 'not-found') throw errors.NOT_FOUND({ data: { what: 'machine', id } });
  throw startError(errors, outcome.refusal, outcome.machineId);
}

/** Answers `shopfloor.sessions`. */
export function sessionHandlers(database: Database, changes: Changes, service: ConsoleSessions) {
  const { sessions } = procedures.shopfloor;
  return {
    list: sessions.list.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listSessions(tx, input, input), { signal }),
    ),
    live: sessions.live.handler(({ input, context, signal }) =>
      liveRows({
        changes,
        topics: ['shopfloor.machine_sessions'],
        load: (ids) =>
          database.asUser(context.actor, (tx) => listActiveSessions(tx, input.areaId ?? null, ids)),
        key: (session) => session.id,
        signal: signal ?? context.connection.closed,
      }),
    ),
    start: sessions.start.handler(async ({ input, context, errors }) =>
      startedOr(await service.start(context, input.machineId), errors, input.machineId),
    ),
    extend: sessions.extend.handler(async ({ input, context, errors }) => {
      const { sessionId } = input;
      const outcome = await service.extend(context, sessionId);
      if (outcome.kind === 'extended') return outcome.session;
      if (outcome.kind === 'no-more') {
        throw errors.NO_MORE_EXTENSIONS({ data: { extensions: outcome.extensions } });
      }
      throw whyNot(outcome, errors, sessionId, 'machine:operate');
    }),
    takeOver: sessions.takeOver.handler(async ({ input, context, errors }) => {
      const { machineId, note } = input;
      const outcome = await service.takeOver(context, machineId, note);
      if (outcome.kind === 'not-now') throw errors.NO_TAKE_OVER({ data: { from: outcome.from } });
      return startedOr(outcome, errors, machineId);
    }),
    end: sessions.end.handler(async ({ input, context, errors }) =>
      endedOr(await service.endOwn(context, input.sessionId), errors, input.sessionId),
    ),
    endOther: sessions.endOther.handler(async ({ input, context, errors }) =>
      endedOr(
        await service.endOther(context, input.sessionId, input.reason),
        errors,
        input.sessionId,
      ),
    ),
  };
}
