import type { Database } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { listLogs } from './log-list.queries.ts';

/** Answers `shopfloor.logs`. */
export function logHandlers(database: Database) {
  const { logs } = procedures.shopfloor;
  return {
    list: logs.list.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listLogs(tx, input, input), { signal }),
    ),
  };
}
