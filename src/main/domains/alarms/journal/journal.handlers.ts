import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Platform } from '#platform/platform.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { operatorOf } from '../operator-of.ts';
import { exportJournal } from './journal-export.ts';
import { pageOfJournal } from './journal.queries.ts';

/** Answers `alarms.journal`. */
export function journalHandlers({ database }: Pick<Platform, 'database'>, audit: AuditService) {
  const { journal } = procedures.alarms;
  return {
    search: journal.search.handler(({ input: { cursor, limit, ...filter }, context, signal }) =>
      database.asUser(context.actor, (tx) => pageOfJournal(tx, filter, { cursor, limit }, 'desc'), {
        signal,
      }),
    ),
    export: journal.export.handler(async function* ({ input, context, signal }) {
      await database.asUser(context.actor, (tx) =>
        audit.record(tx, {
          ...operatorOf(context),
          action: 'alarm-journal.export',
          targetType: 'alarm-journal',
          details: { ...input },
        }),
      );
      yield* exportJournal(database, context.actor, input, signal);
    }),
  };
}
