import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';
import { permissionLevels, userStatuses } from './users.ts';

/** What somebody may do in an area: view it, run its machines (they are trained), manage it, or administer it. */
export const areaLevel = z.enum(permissionLevels);

/** Somebody who holds a right in an area. */
export const areaHolder = z.object({
  userId: entityId,
  username: z.string(),
  fullName: z.string(),
  status: z.enum(userStatuses),
  /** The right given for this area; `null` where only one over all areas counts. */
  level: areaLevel.nullable(),
  /** The right over all areas; it is changed with the person, not here. */
  everywhere: areaLevel.nullable(),
  since: timestamp,
  givenBy: z.string().nullable(),
});

/** Somebody who holds no right in an area. */
export const areaStranger = z.object({
  userId: entityId,
  username: z.string(),
  fullName: z.string(),
});

/** Rights of people area by area (source 004, `area_permissions`). */
export const areaRightsContract = {
  /** Everybody who holds a right in the area, by name. Needs `manage` on it. */
  holders: procedure('structure:manage')
    .input(z.strictObject({ areaId: entityId }))
    .output(z.array(areaHolder)),
  /** One page of the active people who hold none, by name. Needs `manage` on it. */
  strangers: procedure('role:manage')
    .input(
      pageInput.extend({
        areaId: entityId,
        /** Part of the name or user name. */
        search: z.string().trim().max(100).optional(),
      }),
    )
    .output(pageOf(areaStranger)),
  /**
   * Gives, changes or takes away the right in one area; `seen` is the one that was read, and another
   * one that stands answers `CONFLICT` with the person's version. Needs `manage` on the area. Counts
   * at once.
   */
  set: procedure('role:manage', { level: 'fresh' })
    .input(
      z.strictObject({
        areaId: entityId,
        userId: entityId,
        seen: areaLevel.nullable(),
        level: areaLevel.nullable(),
      }),
    )
    .output(z.object({})),
};

/** See {@link areaHolder}. */
export type AreaHolder = z.infer<typeof areaHolder>;
/** See {@link areaStranger}. */
export type AreaStranger = z.infer<typeof areaStranger>;
/** See {@link areaLevel}. */
export type AreaLevel = z.infer<typeof areaLevel>;
