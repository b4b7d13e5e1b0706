/** Fields that differ, as they stood before and after. */
export interface ChangedValues {
  readonly oldValues: Readonly<Record<string, unknown>>;
  readonly newValues: Readonly<Record<string, unknown>>;
}

const differs = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) !== JSON.stringify(other ?? null);

/** The fields of `after` that are not as they were in `before`. */
export function changedValues(before: object, after: object): ChangedValues {
  const old = before as Readonly<Record<string, unknown>>;
  const changed = Object.entries(after).filter(([field, value]) => differs(old[field], value));
  return {
    oldValues: Object.fromEntries(changed.map(([field]) => [field, old[field] ?? null])),
    newValues: Object.fromEntries(changed),
  };
}
