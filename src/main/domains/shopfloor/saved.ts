import { isDuplicate, violatedConstraint } from '#platform/database/constraints.ts';

/** What became of saving something a person edited. */
export type Saved<Row> =
  | { readonly kind: 'saved'; readonly row: Row }
  /** Somebody saved it first; this version stands. */
  | { readonly kind: 'conflict'; readonly version: number }
  /** It is not there, or not visible. */
  | { readonly kind: 'not-found' }
  /** Visible, but the person holds no `manage` in its area. */
  | { readonly kind: 'forbidden' }
  /** A value that must be unique is taken. */
  | { readonly kind: 'duplicate'; readonly field: string }
  /** It points to something that is not there, or not visible. */
  | { readonly kind: 'missing'; readonly what: string };

/** Which input field each constraint speaks of. */
export interface ConstraintFields {
  /** Unique constraints: the field that clashes. */
  readonly duplicate?: Readonly<Record<string, string>>;
  /** Foreign keys and the like: what is missing. */
  readonly missing?: Readonly<Record<string, string>>;
}

const INSUFFICIENT_PRIVILEGE = '42501';

const isForbidden = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE;

/** Runs a save and turns what the database's constraints and policies refuse into an answer. */
export async function saving<Row, More = never>(
  fields: ConstraintFields,
  save: () => Promise<Saved<Row> | More>,
): Promise<Saved<Row> | More> {
  try {
    return await save();
  } catch (error) {
    const constraint = violatedConstraint(error) ?? '';
    const field = fields.duplicate?.[constraint];
    if (field && isDuplicate(error)) return { kind: 'duplicate', field };
    const what = fields.missing?.[constraint];
    if (what) return { kind: 'missing', what };
    if (isForbidden(error)) return { kind: 'forbidden' };
    throw error;
  }
}

/**
 * Why an update of `where id and version` touched no row, told from the row as it can be read now:
 * it is gone, was saved by somebody else, or may only be looked at.
 */
export function whyNotSaved(
  current: { readonly version: number } | null | undefined,
  read: number,
): Saved<never> {
  if (!current) return { kind: 'not-found' };
  if (current.version !== read) return { kind: 'conflict', version: current.version };
  return { kind: 'forbidden' };
}
