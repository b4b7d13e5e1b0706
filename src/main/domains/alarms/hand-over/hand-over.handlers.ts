import type { HandOver } from '#contract/alarms/hand-over.ts';
import type { Platform } from '#platform/platform.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { operatorOf } from '../operator-of.ts';
import { findHandOver, listHandOvers } from './hand-over.queries.ts';
import type { HandedOver, HandOverService, Refusal } from './hand-over.service.ts';

const what = 'hand-over sheet';

/** The contract's errors that a step may end in; each procedure declares those it can. */
interface HandOverErrors {
  NOT_FOUND(options: { data: { what: string; id: string } }): Error;
  CONFLICT(options: { data: { what: string; id: string; version: number } }): Error;
  SIGNED?(): Error;
  NOT_SIGNED?(): Error;
  OWN_SHEET?(): Error;
  INVALID_SHIFT?(): Error;
}

const codes = {
  signed: 'SIGNED',
  'not-signed': 'NOT_SIGNED',
  'own-sheet': 'OWN_SHEET',
  'invalid-shift': 'INVALID_SHIFT',
} as const satisfies Record<Refusal, keyof HandOverErrors>;

function sheetOf(done: HandedOver, errors: HandOverErrors, id: string): HandOver {
  switch (done.kind) {
    case 'saved':
      return done.row;
    case 'conflict':
      throw errors.CONFLICT({ data: { what, id, version: done.version } });
    case 'refused':
      throw errors[codes[done.by]]?.() ?? new Error(`The sheet was refused: ${done.by}.`);
    case 'not-found':
      throw errors.NOT_FOUND({ data: { what, id } });
  }
}

/** Answers `alarms.handOver`. */
export function handOverHandlers(
  service: HandOverService,
  { database }: Pick<Platform, 'database'>,
) {
  const { handOver } = procedures.alarms;
  return {
    list: handOver.list.handler(({ input: { positionId, ...page }, context }) =>
      database.asUser(context.actor, (tx) => listHandOvers(tx, positionId, page)),
    ),
    get: handOver.get.handler(async ({ input: { id }, context, errors }) => {
      const found = await database.asUser(context.actor, (tx) => findHandOver(tx, id));
      if (!found) throw errors.NOT_FOUND({ data: { what, id } });
      return found;
    }),
    create: handOver.create.handler(async ({ input, context, errors }) =>
      sheetOf(await service.create(operatorOf(context), input), errors, ''),
    ),
    update: handOver.update.handler(async ({ input: { notes, ...given }, context, errors }) =>
      sheetOf(await service.update(operatorOf(context), given, notes), errors, given.id),
    ),
    sign: handOver.sign.handler(async ({ input, context, errors }) =>
      sheetOf(await service.sign(operatorOf(context), input), errors, input.id),
    ),
    receive: handOver.receive.handler(async ({ input, context, errors }) =>
      sheetOf(await service.receive(operatorOf(context), input), errors, input.id),
    ),
    remove: handOver.remove.handler(async ({ input, context, errors }) => {
      const done = await service.remove(operatorOf(context), input);
      if (done.kind !== 'removed') sheetOf(done, errors, input.id);
      return {};
    }),
  };
}
