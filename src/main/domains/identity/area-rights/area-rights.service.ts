import type { AreaHolder, AreaLevel, AreaStranger } from '#contract/identity/area-rights.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import type { IdentityParts } from '../identity-services.ts';
import { refusal } from '../refusal.ts';
import { lockUser, updateUser } from '../users/users.queries.ts';
import { type Caller, userEntry } from '../users/users.service.ts';
import {
  findAreaLevel,
  listHolders,
  listStrangers,
  managesArea,
  writeAreaLevel,
} from './area-rights.queries.ts';

/** A change of somebody's right in an area. */
export interface AreaRightChange {
  readonly areaId: string;
  readonly userId: string;
  /** The right that was read. */
  readonly seen: AreaLevel | null;
  readonly level: AreaLevel | null;
}

/** Rights area by area. */
export interface AreaRightsService {
  holders(caller: Caller, areaId: string): Promise<AreaHolder[]>;
  strangers(
    caller: Caller,
    filter: { readonly areaId: string; readonly search?: string | undefined },
    page: PageRequest,
  ): Promise<Page<AreaStranger>>;
  set(caller: Caller, change: AreaRightChange): Promise<void>;
}

/**
 * Makes the service. Rights of other people are read and written by the program itself, after the
 * database has said that the person manages the area.
 */
export function createAreaRights({ platform, audit }: IdentityParts): AreaRightsService {
  const { database } = platform;

  async function requireManaged({ actor }: Caller, areaId: string): Promise<void> {
    if (!(await database.asUser(actor, (tx) => managesArea(tx, areaId))))
      throw refusal('NOT_FOUND', { what: 'area', id: areaId });
  }

  return {
    async holders(caller, areaId) {
      await requireManaged(caller, areaId);
      return database.asSystem('identity.area-holders', (tx) => listHolders(tx, areaId));
    },
    async strangers(caller, filter, page) {
      await requireManaged(caller, filter.areaId);
      return database.asSystem('identity.area-strangers', (tx) => listStrangers(tx, filter, page));
    },
    async set(caller, { areaId, userId, seen, level }) {
      await requireManaged(caller, areaId);
      await database.asSystem('identity.set-area-right', async (tx) => {
        const user = await lockUser(tx, userId);
        if (!user) throw refusal('NOT_FOUND', { what: 'user', id: userId });
        const before = await findAreaLevel(tx, userId, areaId);
        if (before !== seen)
          throw refusal('CONFLICT', { what: 'user', id: userId, version: user.version });
        if (before === level) return;
        await writeAreaLevel(tx, { userId, areaId, level }, caller.actor.userId);
        // The person's own editor must notice that the rights are no longer those it read.
        await updateUser(tx, userId, { username: user.username });
        await audit.record(tx, {
          ...userEntry(caller, 'set-area-right', userId),
          oldValues: { areaId, level: before },
          newValues: { areaId, level },
        });
      });
    },
  };
}
