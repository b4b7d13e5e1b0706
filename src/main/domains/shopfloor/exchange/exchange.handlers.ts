import type { Database } from '#platform/database/database.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { unwrap } from '../unwrap.ts';
import { exchangeService } from './exchange.service.ts';

/** Answers `shopfloor.structure`. */
export function exchangeHandlers(database: Database, audit: AuditService) {
  const { structure } = procedures.shopfloor;
  const service = exchangeService(database, audit);
  return {
    export: structure.export.handler(async ({ input, context }) => ({
      text: await service.export(context, input.format, input.template),
    })),
    check: structure.check.handler(async ({ input, context }) => {
      const { problems, steps, digest } = await service.check(context, input.format, input.text);
      return { problems: [...problems], changes: steps.map(({ change }) => change), digest };
    }),
    apply: structure.apply.handler(async ({ input, context, errors }) => {
      const outcome = await service.apply(context, input);
      if (outcome.kind === 'stale') throw errors.STRUCTURE_CHANGED();
      if (outcome.kind === 'lacking')
        throw errors.FORBIDDEN({ data: { permission: outcome.permission } });
      if (outcome.kind === 'in-use')
        throw errors.SESSIONS_RUNNING({ data: { sessions: outcome.sessions } });
      return unwrap(outcome, errors, 'area', '');
    }),
  };
}
