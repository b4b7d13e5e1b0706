import type { SavedView } from '#contract/saved-views.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import {
  clearStart,
  deleteView,
  findView,
  insertView,
  listViews,
  updateView,
} from './saved-views.queries.ts';

interface Errors {
  DUPLICATE(options: { data: { field: string } }): Error;
}

/** Runs a save; a name that the person has already is an error of its field. */
async function saving<T>(errors: Errors, save: () => Promise<T>): Promise<T> {
  try {
    return await save();
  } catch (error) {
    if (violates(error, 'saved_views_name_key'))
      throw errors.DUPLICATE({ data: { field: 'name' } });
    throw error;
  }
}

async function saved(tx: Tx, id: string): Promise<SavedView> {
  const view = await findView(tx, id);
  if (!view) throw new Error('A view disappeared while it was saved.');
  return view;
}

/** Answers `operations.views`. The policies of the table decide who may see and change which. */
export function savedViewHandlers(database: Database) {
  const { views } = procedures.operations;
  return {
    list: views.list.handler(({ input, context }) =>
      database.asUser(context.actor, (tx) => listViews(tx, input.screen)),
    ),
    create: views.create.handler(({ input: { screen, ...fields }, context: { actor }, errors }) =>
      saving(errors, () =>
        database.asUser(actor, async (tx) => {
          if (fields.isStart) await clearStart(tx, actor.userId, screen, null);
          return saved(tx, await insertView(tx, actor.userId, screen, fields));
        }),
      ),
    ),
    update: views.update.handler(
      ({ input: { id, version, ...fields }, context: { actor }, errors }) =>
        saving(errors, () =>
          database.asUser(actor, async (tx) => {
            const before = await findView(tx, id);
            if (!before?.own) throw errors.NOT_FOUND({ data: { what: 'saved-view', id } });
            if (fields.isStart) await clearStart(tx, actor.userId, before.screen, id);
            if (!(await updateView(tx, id, version, fields)))
              throw errors.CONFLICT({ data: { what: 'saved-view', id, version: before.version } });
            return saved(tx, id);
          }),
        ),
    ),
    remove: views.remove.handler(async ({ input, context }) => {
      await database.asUser(context.actor, (tx) => deleteView(tx, input.id));
      return {};
    }),
  };
}
