import { z } from 'zod';
import { nodeEndpoint, nodeFields } from '#contract/shopfloor/nodes.ts';

/** How a node may be reached. */
export const enrolWays = ['serial', 'tcp', 'network'] as const;

const { nodeId, name, nodeType, workstation, zoneId, isEsp32 } = nodeFields.shape;

/** What is entered of a new node. */
export const enrolSchema = z
  .strictObject({
    nodeId,
    name,
    nodeType,
    workstation,
    zoneId,
    isEsp32,
    way: z.enum(enrolWays),
    endpoint: nodeEndpoint.nullable().default(null),
    validDays: z.int().min(1).max(730),
  })
  .refine(({ way, endpoint }) => way === 'network' || endpoint !== null, { path: ['endpoint'] });

/** See {@link enrolSchema}. */
export type EnrolInput = z.input<typeof enrolSchema>;
/** See {@link enrolSchema}. */
export type EnrolValues = z.output<typeof enrolSchema>;
