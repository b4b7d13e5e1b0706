import { procedures } from '#platform/rpc/procedures.ts';
import { operatorOf } from '../operator-of.ts';
import type { AlarmTypesService, TypeSaved } from './types.service.ts';

/** The contract's errors that saving may end in. */
interface TypeErrors {
  NOT_FOUND(options: { data: { what: string; id: string } }): Error;
  CONFLICT(options: { data: { what: string; id: string; version: number } }): Error;
  INCOMPLETE?(): Error;
  INVALID_LIMIT?(): Error;
}

function rowOf<Row>(saved: TypeSaved<Row>, errors: TypeErrors, what: string, id: string): Row {
  switch (saved.kind) {
    case 'saved':
      return saved.row;
    case 'conflict':
      throw errors.CONFLICT({ data: { what, id, version: saved.version } });
    case 'incomplete':
      throw errors.INCOMPLETE?.() ?? errors.NOT_FOUND({ data: { what, id } });
    case 'invalid-limit':
      throw errors.INVALID_LIMIT?.() ?? errors.NOT_FOUND({ data: { what, id } });
    case 'not-found':
      throw errors.NOT_FOUND({ data: { what, id } });
  }
}

/** Answers `alarms.types`. */
export function typesHandlers(service: AlarmTypesService) {
  const { types } = procedures.alarms;
  return {
    list: types.list.handler(({ context }) => service.list(context.actor)),
    update: types.update.handler(async ({ input: { changes, ...given }, context, errors }) =>
      rowOf(
        await service.update(operatorOf(context), given, changes),
        errors,
        'alarm type',
        given.alarmType,
      ),
    ),
    escalation: types.escalation.handler(({ context }) => service.escalation(context.actor)),
    setEscalation: types.setEscalation.handler(
      async ({ input: { afterSeconds, ...given }, context, errors }) =>
        rowOf(
          await service.setEscalation(operatorOf(context), given, afterSeconds),
          errors,
          'escalation rule',
          given.priority,
        ),
    ),
  };
}
