/** Joins class names and leaves out what is absent: `classNames(styles.row, active && styles.active)`. */
export function classNames(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}
