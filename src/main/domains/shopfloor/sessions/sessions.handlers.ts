import type { Changes } from '#platform/changes/changes.ts';
import { liveRows } from '#platform/changes/live-rows.ts';
import type { Database } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { listActiveSessions, listSessions } from './session-list.queries.ts';
import type { ConsoleSessions, EndOutcome } from './sessions.service.ts';
import { type StartErrors, startError } from './start-errors.ts';

interface EndErrors {
  NOT_FOUND(options: { data: { what: string; id: string } }): Error;
  FORBIDDEN(options: { data: { permission: string } }): Error;
  SESSION_ENDED(options: {
    data: { endedBy: 'user' | 'timeout' | 'admin' | 'estop'; endTime: string };
  }): Error;
}

function endedOr(outcome: EndOutcome, errors: EndErrors, id: string) {
  switch (outcome.kind) {
    case 'ended':
      return outcome.session;
    case 'not-found':
      throw errors.NOT_FOUND({ data: { what: 'session', id } });
    case 'not-allowed':
      throw errors.FORBIDDEN({ data: { permission: 'session:end' } });
    case 'already-ended': {
      const { endedBy, endTime } = outcome;
      throw errors.SESSION_ENDED({ data: { endedBy, endTime } });
    }
  }
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
    start: sessions.start.handler(async ({ input, context, errors }) => {
      const outcome = await service.start(context, input.machineId);
      if (outcome.kind === 'started') return outcome.session;
      if (outcome.kind === 'not-found') {
        throw errors.NOT_FOUND({ data: { what: 'machine', id: input.machineId } });
      }
      throw startError(errors satisfies StartErrors, outcome.refusal, outcome.machineId);
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
