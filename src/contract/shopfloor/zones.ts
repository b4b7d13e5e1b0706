import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp, version } from '../procedure.ts';
import { structureCode } from './areas.ts';

/** A part of an area: where machines stand and where an emergency stop works. */
export const zone = z.object({
  id: entityId,
  name: z.string(),
  description: z.string().nullable(),
  areaId: entityId,
  areaName: z.string(),
  /** Unique within the area. */
  code: z.string().nullable(),
  active: z.boolean(),
  machineCount: z.int(),
  version,
  updatedAt: timestamp,
});

/** What a person enters of a zone. */
export const zoneFields = z.strictObject({
  name: z.string().trim().min(1).max(64),
  description: z.string().trim().max(2000).nullable().default(null),
  areaId: entityId,
  code: structureCode.nullable().default(null),
  active: z.boolean().default(true),
});

/** What a saved zone may be changed in; whether it is in service is changed by `serviceState`. */
export const zoneChanges = zoneFields.omit({ active: true });

/** Zones of areas in which the caller holds at least `view`. */
export const zones = {
  /** One page, by name. */
  list: procedure('machine:read', { level: 'badge' })
    .input(
      pageInput.extend({
        areaId: entityId.optional(),
        /** Part of name or code. */
        search: z.string().trim().max(64).optional(),
        active: z.boolean().optional(),
      }),
    )
    .output(pageOf(zone)),
  /** Adds a zone. `DUPLICATE` names `code`. Needs `manage` on the area. */
  create: procedure('structure:manage').input(zoneFields).output(zone),
  /** Saves a zone that was read at `version`. Moving it needs `manage` on both areas. */
  update: procedure('structure:manage')
    .input(zoneChanges.extend({ id: entityId, version }))
    .output(zone),
};

/** A zone as lists show it. */
export type Zone = z.infer<typeof zone>;
/** See {@link zoneFields}. */
export type ZoneFields = z.infer<typeof zoneFields>;
/** See {@link zoneChanges}. */
export type ZoneChanges = z.infer<typeof zoneChanges>;
