import { sql } from 'kysely';
import type { SavedView, ViewState } from '#contract/saved-views.ts';
import type { Tx } from '#platform/database/database.ts';

const views = (tx: Tx) =>
  tx
    .selectFrom('operations.saved_views as view')
    .innerJoin('identity.users as owner', 'owner.id', 'view.owner_id')
    .select([
      'view.id',
      'view.screen',
      'view.name',
      'view.is_shared as isShared',
      sql<boolean>`view.is_start and view.owner_id = platform.current_user_id()`.as('isStart'),
      sql<ViewState>`view.state`.as('state'),
      sql<boolean>`view.owner_id = platform.current_user_id()`.as('own'),
      'owner.full_name as ownerName',
      'view.version',
      'view.updated_at as updatedAt',
    ]);

/** The views of a screen that the person may see, by name. */
export const listViews = (tx: Tx, screen: string): Promise<SavedView[]> =>
  views(tx).where('view.screen', '=', screen).orderBy('view.name').orderBy('view.id').execute();

/** One view, or undefined where the person may not see it. */
export const findView = (tx: Tx, id: string): Promise<SavedView | undefined> =>
  views(tx).where('view.id', '=', id).executeTakeFirst();

/** What a person gives a view. */
export interface ViewFields {
  readonly name: string;
  readonly isShared: boolean;
  readonly isStart: boolean;
  readonly state: ViewState;
}

const columns = ({ name, isShared, isStart, state }: ViewFields) => ({
  name,
  is_shared: isShared,
  is_start: isStart,
  state: JSON.stringify(state),
});

/** Lets no view of the person's be the start of a screen any more, but for the one of `except`. */
export async function clearStart(
  tx: Tx,
  ownerId: string,
  screen: string,
  except: string | null,
): Promise<void> {
  await tx
    .updateTable('operations.saved_views')
    .set({ is_start: false })
    .where('owner_id', '=', ownerId)
    .where('screen', '=', screen)
    .where('is_start', '=', true)
    .$if(except !== null, (query) => query.where('id', '!=', except ?? ''))
    .execute();
}

/** Keeps a view and answers its key. Violates `saved_views_name_key` when the person has one of that name. */
export async function insertView(
  tx: Tx,
  ownerId: string,
  screen: string,
  fields: ViewFields,
): Promise<string> {
  const { id } = await tx
    .insertInto('operations.saved_views')
    .values({ owner_id: ownerId, screen, ...columns(fields) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Saves an own view over the version that was read; false when there is none such. */
export async function updateView(
  tx: Tx,
  id: string,
  version: number,
  fields: ViewFields,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('operations.saved_views')
    .set(columns(fields))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Takes an own view away. */
export async function deleteView(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('operations.saved_views').where('id', '=', id).execute();
}
