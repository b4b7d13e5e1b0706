import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';
import styles from './status-badge.module.css';
import { StatusShape } from './status-shape.tsx';
import type { ShapeTone } from './status-shape.tsx';

/**
 * What a state means to the operator. Normal running is grey (ISA-101): `normal`, `active` and
 * `off` have no colour; `notice`, `warning` and `fault` do. `unknown` is a state nobody can vouch for.
 */
export type StatusTone = ShapeTone;

/** What a {@link StatusBadge} takes. */
export interface StatusBadgeProps {
  readonly tone: StatusTone;
  /** The state in words; never left out, because shape and colour are not enough. */
  readonly children: ReactNode;
  /** A letter in the shape where rows are scanned quickly, such as `R` for running. */
  readonly letter?: string;
}

/** A state as shape, words and, where it is abnormal, colour. */
export function StatusBadge({ tone, letter, children }: StatusBadgeProps) {
  return (
    <span className={classNames(styles.badge, styles[tone])}>
      <svg viewBox="0 0 16 16" aria-hidden="true" className={styles.symbol}>
        <StatusShape tone={tone} letter={letter} />
      </svg>
      <span className={styles.words}>{children}</span>
    </span>
  );
}
