import type { CSSProperties } from 'react';

/** A `style` that sets CSS custom properties, which React's own type does not know. */
export function cssVariables(variables: Readonly<Record<`--${string}`, string>>): CSSProperties {
  return variables;
}
