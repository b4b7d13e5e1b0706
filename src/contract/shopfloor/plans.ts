import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';

/** The longest drawing that is taken, in characters: a message in any script stays below the wire's limit. */
export const MAX_PLAN_LENGTH = 300_000;

/** Why a part of a drawing is not taken. */
export const planFaultReason = z.enum([
  /** Not well-formed XML. */
  'not-xml',
  /** The outermost element is not `svg` in the SVG namespace. */
  'not-svg',
  /** Neither `viewBox` nor width and height in numbers between 10 and 100,000. */
  'no-size',
  /** An element that is not on the list: scripts, styles, images, animation, foreign content. */
  'element',
  /** An attribute that runs something or points elsewhere: handlers, links, base addresses. */
  'attribute',
  /** The value of an attribute is not of the form that is taken, such as `url(…)` in a colour. */
  'value',
  /** A document type, an entity or a processing instruction. */
  'declaration',
  /** More elements, or nested more deeply, than a floor plan needs. */
  'too-much',
]);

/** One part of a drawing that is not taken. Lines and columns count from 1. */
export const planFault = z.object({
  line: z.int(),
  column: z.int(),
  reason: planFaultReason,
  /** The element, attribute or message concerned, shortened; never markup to be shown as such. */
  what: z.string(),
});

/** A revision of an area's floor plan. Plan units are those of the drawing's view box. */
export const planRevision = z.object({
  areaId: entityId,
  /** Counts up within the area; 0 while nobody has given it a plan. */
  revision: z.int(),
  /** `null`: a plain grid. */
  fileName: z.string().nullable(),
  width: z.number(),
  height: z.number(),
  madeBy: z.string().nullable(),
  createdAt: timestamp.nullable(),
});

/** A floor plan with its drawing. */
export const floorPlan = planRevision.extend({
  /** The drawing as the allow-list wrote it anew; `null`: a plain grid. Show it as an image only. */
  svg: z.string().nullable(),
});

/** What stands on a plan. */
export const planSubject = z.strictObject({ kind: z.enum(['machine', 'node']), id: entityId });

/** Where something stands. Plan units from the upper left corner; degrees clockwise. */
export const planPlace = z.strictObject({
  x: z.number().min(0).max(100_000),
  y: z.number().min(0).max(100_000),
  rotation: z.int().min(0).max(359),
  /** Width of the symbol. */
  size: z.number().min(1).max(10_000),
});

/** A machine or node of the area with its place; `place` is `null` while it is not on the plan. */
export const planPosition = planSubject.extend({
  code: z.string(),
  name: z.string(),
  place: planPlace.nullable(),
  /** What an editor saves with; 0 while it was never placed. */
  version: z.int(),
});

const stalePlan = {
  /** Somebody added a revision first; `revision` is the one that counts now. */
  PLAN_CHANGED: {
    status: 409,
    message: 'Somebody else changed the floor plan in the meantime.',
    data: z.object({ revision: z.int() }),
  },
} as const;

/** Which revision the editor saw; see {@link planRevision}. */
const seen = { areaId: entityId, revision: z.int().min(0) };

const size = z.number().min(10).max(100_000);

/** Floor plans of areas in which the caller holds at least `view`. */
export const plans = {
  /** The plan that counts now; a plain grid where nobody gave one. */
  get: procedure('machine:read', { level: 'badge' })
    .input(z.strictObject({ areaId: entityId }))
    .output(floorPlan),
  /** One page of the revisions, newest first. */
  revisions: procedure('structure:manage')
    .input(pageInput.extend({ areaId: entityId }))
    .output(pageOf(planRevision)),
  /** The drawing of one revision. */
  revision: procedure('structure:manage')
    .input(z.strictObject({ areaId: entityId, revision: z.int().positive() }))
    .output(floorPlan),
  /**
   * Adds a revision from an SVG file. Places keep their relative position where the new plan has
   * another size. Needs `manage` on the area.
   */
  upload: procedure('structure:manage')
    .input(
      z.strictObject({
        ...seen,
        fileName: z.string().trim().min(1).max(200),
        svg: z.string().min(1).max(MAX_PLAN_LENGTH),
      }),
    )
    .errors({
      ...stalePlan,
      /** The drawing is not taken; the first faults with their lines. Nothing was changed. */
      PLAN_REFUSED: {
        status: 422,
        message: 'The drawing holds parts that are not taken.',
        data: z.object({ faults: z.array(planFault) }),
      },
    })
    .output(floorPlan),
  /** Adds a revision that is a plain grid. */
  makePlain: procedure('structure:manage')
    .input(z.strictObject({ ...seen, width: size, height: size }))
    .errors(stalePlan)
    .output(floorPlan),
  /** Adds a revision that is a copy of an earlier one. */
  restore: procedure('structure:manage')
    .input(z.strictObject({ ...seen, restored: z.int().positive() }))
    .errors(stalePlan)
    .output(floorPlan),
  /** All machines and nodes of the area with their places. Nodes only for who may read nodes. */
  positions: procedure('machine:read', { level: 'badge' })
    .input(z.strictObject({ areaId: entityId }))
    .output(z.array(planPosition)),
  /**
   * Saves places: all of them or none. `PLACE_CHANGED` names the things that somebody else moved
   * since they were read. Needs `manage` on the area.
   */
  place: procedure('structure:manage')
    .input(
      z.strictObject({
        areaId: entityId,
        changes: z
          .array(planSubject.extend({ place: planPlace.nullable(), version: z.int().min(0) }))
          .min(1)
          .max(1_000),
      }),
    )
    .errors({
      PLACE_CHANGED: {
        status: 409,
        message: 'Somebody else moved these in the meantime.',
        data: z.object({ positions: z.array(planPosition) }),
      },
    })
    .output(z.array(planPosition)),
};

/** See {@link planFault}. */
export type PlanFault = z.infer<typeof planFault>;
/** See {@link planRevision}. */
export type PlanRevision = z.infer<typeof planRevision>;
/** See {@link floorPlan}. */
export type FloorPlan = z.infer<typeof floorPlan>;
/** See {@link planSubject}. */
export type PlanSubject = z.infer<typeof planSubject>;
/** See {@link planPlace}. */
export type PlanPlace = z.infer<typeof planPlace>;
/** See {@link planPosition}. */
export type PlanPosition = z.infer<typeof planPosition>;
