import { procedures } from '#platform/rpc/procedures.ts';
import { unwrap } from '../unwrap.ts';
import type { ReportsService } from './reports.service.ts';

/** Answers `shopfloor.reports`. */
export function reportHandlers(service: ReportsService) {
  const { reports } = procedures.shopfloor;
  return {
    use: reports.use.handler(({ input, context, signal }) => service.use(context, input, signal)),
    people: reports.people.handler(({ input, context, signal }) =>
      service.people(context, input, signal),
    ),
    person: reports.person.handler(({ input, context, signal }) =>
      service.person(context, input, signal),
    ),
    mine: reports.mine.handler(({ input, context, signal }) =>
      service.mine(context, input, signal),
    ),
    mySessions: reports.mySessions.handler(({ input, context, signal }) =>
      service.mySessions(context, input, signal),
    ),
    settings: reports.settings.handler(({ context, signal }) => service.settings(context, signal)),
    configure: reports.configure.handler(async ({ input, context, errors }) => {
      const { version, ...fields } = input;
      return unwrap(
        await service.configure(context, version, fields),
        errors,
        'use-settings',
        'site',
      );
    }),
  };
}
