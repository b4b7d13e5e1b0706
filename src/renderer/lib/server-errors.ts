import { z } from 'zod';

/** An error of one entry, told by the server. */
export interface FieldProblem {
  /** The path of the entry: `name`, `lines.0.quantity`. */
  readonly field: string;
  /** What is wrong; `taken` where the value must be unique and is in use. */
  readonly problem: 'taken' | { readonly message: string };
}

const duplicate = z.object({ code: z.literal('DUPLICATE'), data: z.object({ field: z.string() }) });
const invalid = z.object({
  code: z.literal('BAD_REQUEST'),
  data: z.object({
    issues: z.array(
      z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).min(1) }),
    ),
  }),
});

/** The entries a failed save complains about; empty where the failure is about something else. */
export function fieldProblemsOf(failure: unknown): FieldProblem[] {
  const taken = duplicate.safeParse(failure);
  if (taken.success) return [{ field: taken.data.data.field, problem: 'taken' }];
  const refused = invalid.safeParse(failure);
  if (!refused.success) return [];
  return refused.data.data.issues.map(({ message, path }) => ({
    field: path.join('.'),
    problem: { message },
  }));
}
