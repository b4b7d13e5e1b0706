import { isDuplicate, violates } from '#platform/database/constraints.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { operatorOf } from '../operator-of.ts';
import { addSetting, removeSetting, saveSetting, type SettingsKeeper } from '../settings.ts';
import {
  deletePosition,
  findPosition,
  insertPosition,
  listFloods,
  listPositions,
  positionFor,
  updatePosition,
} from './positions.queries.ts';

const noun = 'alarm-position';
const what = 'operator position';

/** The contract's errors that the table's constraints speak of. */
interface PositionErrors {
  UNREACHABLE(): Error;
  DUPLICATE(options: { data: { field: string } }): Error;
}

async function refusing<T>(errors: PositionErrors, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violates(error, 'positions_reach')) throw errors.UNREACHABLE();
    if (isDuplicate(error)) throw errors.DUPLICATE({ data: { field: 'name' } });
    throw error;
  }
}

/** Answers `alarms.positions`. */
export function positionsHandlers(keeper: SettingsKeeper) {
  const { positions } = procedures.alarms;
  const { database } = keeper;
  return {
    list: positions.list.handler(({ context }) => database.asUser(context.actor, listPositions)),
    mine: positions.mine.handler(async ({ context: { actor, connection }, errors }) => {
      const { userId } = actor;
      const found = await database.asSystem('alarm-position', (tx) =>
        positionFor(tx, { userId, workstation: connection.workstation }),
      );
      if (!found) throw errors.NOT_FOUND({ data: { what, id: '' } });
      return found;
    }),
    create: positions.create.handler(({ input, context, errors }) =>
      refusing(errors, () =>
        addSetting(keeper, operatorOf(context), noun, async (tx) =>
          findPosition(tx, await insertPosition(tx, input)),
        ),
      ),
    ),
    update: positions.update.handler(async ({ input: { fields, ...given }, context, errors }) => {
      const { id } = given;
      const saved = await refusing(errors, () =>
        saveSetting(keeper, operatorOf(context), {
          noun,
          ...given,
          find: (tx) => findPosition(tx, id),
          write: (tx) => updatePosition(tx, given, fields),
        }),
      );
      if (saved.kind === 'not-found') throw errors.NOT_FOUND({ data: { what, id } });
      if (saved.kind === 'conflict') {
        throw errors.CONFLICT({ data: { what, id, version: saved.version } });
      }
      return saved.row;
    }),
    remove: positions.remove.handler(async ({ input: { id, version }, context, errors }) => {
      try {
        const removed = await removeSetting(keeper, operatorOf(context), { noun, id }, (tx) =>
          deletePosition(tx, id, version),
        );
        if (!removed) throw errors.NOT_FOUND({ data: { what, id } });
      } catch (error) {
        const used = ['alarms_position_id_fkey', 'floods_position_id_fkey'];
        if (used.some((constraint) => violates(error, constraint))) throw errors.IN_USE();
        throw error;
      }
      return {};
    }),
    floods: positions.floods.handler(({ input: { cursor, limit, ...filter }, context }) =>
      database.asUser(context.actor, (tx) => listFloods(tx, filter, { cursor, limit })),
    ),
  };
}
