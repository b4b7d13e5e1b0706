import type { Database } from '#platform/database/database.ts';
import { CommitUnknown, DatabaseUnavailable } from '#platform/database/errors.ts';

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

/** Stands between the program and its database, whose answer to what it has saved is lost while `isLost` says so. */
export const answerLost =
  (isLost: () => boolean) =>
  (database: Database): Database => {
    const asSystem: Database['asSystem'] = async (...work) => {
      const answer = await database.asSystem(...work);
      if (isLost()) throw new CommitUnknown(new Error('The test lost it.'));
      return answer;
    };
    return { ...database, asSystem };
  };
