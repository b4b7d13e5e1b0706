import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp, version } from '../procedure.ts';

/** Short business code, as printed on signs: letters, digits, `-` and `_`. Source 004 allows ten. */
export const structureCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{1,10}$/);

/** A top-level part of the works, such as a hall. Rights are given per area. */
export const area = z.object({
  id: entityId,
  name: z.string(),
  description: z.string().nullable(),
  /** Unique over all areas. */
  code: z.string(),
  /** An inactive area starts no sessions. */
  active: z.boolean(),
  zoneCount: z.int(),
  machineCount: z.int(),
  version,
  updatedAt: timestamp,
});

/** What a person enters of an area. */
export const areaFields = z.strictObject({
  name: z.string().trim().min(1).max(64),
  description: z.string().trim().max(2000).nullable().default(null),
  code: structureCode,
  active: z.boolean().default(true),
});

/** What a saved area may be changed in; whether it is in service is changed by `serviceState`. */
export const areaChanges = areaFields.omit({ active: true });

/** Areas in which the caller holds at least `view`, or which the display that calls shows. */
export const areas = {
  /** One page, by name. */
  list: procedure('machine:read', { level: 'badge', display: true })
    .input(
      pageInput.extend({
        /** Part of name or code. */
        search: z.string().trim().max(64).optional(),
        active: z.boolean().optional(),
      }),
    )
    .output(pageOf(area)),
  /** Adds an area. `DUPLICATE` names `code`. Needs rights over all areas. */
  create: procedure('structure:manage').input(areaFields).output(area),
  /** Saves an area that was read at `version`. Needs `manage` on it. */
  update: procedure('structure:manage')
    .input(areaChanges.extend({ id: entityId, version }))
    .output(area),
};

/** An area as lists show it. */
export type Area = z.infer<typeof area>;
/** See {@link areaFields}. */
export type AreaFields = z.infer<typeof areaFields>;
/** See {@link areaChanges}. */
export type AreaChanges = z.infer<typeof areaChanges>;
