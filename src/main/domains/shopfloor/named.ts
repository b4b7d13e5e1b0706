/** A thing by key and name, as other things point to it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Puts key and name of a left join together; null where there was nothing to join. */
export function named(id: string | null, name: string | null): Named | null {
  return id !== null && name !== null ? { id, name } : null;
}
