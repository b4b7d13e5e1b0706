import { z } from 'zod';
import { entityId, procedure, version } from '../procedure.ts';

/** One node of the organisation's tree (source 002). */
export const departmentRow = z.object({
  id: entityId,
  version,
  name: z.string(),
  parentId: entityId.nullable(),
  description: z.string().nullable(),
  managerId: entityId.nullable(),
  managerName: z.string().nullable(),
  members: z.int(),
});

const departmentText = {
  name: z.string().trim().min(1).max(255),
  parentId: entityId.nullable().default(null),
  description: z.string().trim().max(1000).nullable().default(null),
  managerId: entityId.nullable().default(null),
};

const cycle = {
  /** A department cannot lie below itself. */
  DEPARTMENT_CYCLE: { status: 409, message: 'A department cannot lie below itself.' },
} as const;

/** The organisation's tree: company, region, store, department. */
export const departmentsContract = {
  list: procedure('user:read').output(z.array(departmentRow)),
  create: procedure('department:manage')
    .input(z.strictObject(departmentText))
    .output(z.object({ id: entityId })),
  update: procedure('department:manage')
    .input(z.strictObject({ id: entityId, version, ...departmentText }))
    .errors(cycle)
    .output(z.object({ version })),
  remove: procedure('department:manage')
    .input(z.strictObject({ id: entityId, version }))
    .errors({
      DEPARTMENT_IN_USE: {
        status: 409,
        message: 'Move its departments and people first.',
        data: z.object({ departments: z.int(), members: z.int() }),
      },
    })
    .output(z.object({})),
};
