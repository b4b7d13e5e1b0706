const partsOf = (version: string): (number | string)[] =>
  version.split(/[.+-]/u).map((part) => (/^\d+$/u.test(part) ? Number(part) : part));

/**
 * Compares two versions of firmware part by part, numbers by their size: below 0 when `a` is older.
 * Of two that are alike so far the shorter is the older one.
 */
export function compareVersions(a: string, b: string): number {
  const [ours, theirs] = [partsOf(a), partsOf(b)];
  for (const [at, part] of ours.entries()) {
    const other = theirs[at];
    if (other === undefined) return 1;
    if (part === other) continue;
    if (typeof part === 'number' && typeof other === 'number') return part - other;
    return String(part) < String(other) ? -1 : 1;
  }
  return ours.length - theirs.length;
}
