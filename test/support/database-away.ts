import type { Database } from '#platform/database/database.ts';
import { DatabaseUnavailable } from '#platform/database/errors.ts';

const refuse = () => Promise.reject(new DatabaseUnavailable(new Error('The test took it away.')));

/** Stands between the program and its database, which cannot be reached while `isAway` says so. */
export const takenAway =
  (isAway: () => boolean) =>
  (database: Database): Database => {
    const asSystem: Database['asSystem'] = (...work) =>
      isAway() ? refuse() : database.asSystem(...work);
    const asUser: Database['asUser'] = (...work) =>
      isAway() ? refuse() : database.asUser(...work);
    return { ...database, asSystem, asUser };
  };
