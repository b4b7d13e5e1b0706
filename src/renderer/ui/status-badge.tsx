import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';
import styles from './status-badge.module.css';

/**
 * What a state means to the operator. Normal running is grey (ISA-101): `normal`, `active` and
 * `off` have no colour; `notice`, `warning` and `fault` do. `unknown` is a state nobody can vouch for.
 */
export type StatusTone = 'normal' | 'active' | 'off' | 'notice' | 'warning' | 'fault' | 'unknown';

/** What a {@link StatusBadge} takes. */
export interface StatusBadgeProps {
  readonly tone: StatusTone;
  /** The state in words; never left out, because shape and colour are not enough. */
  readonly children: ReactNode;
  /** A letter in the shape where rows are scanned quickly, such as `R` for running. */
  readonly letter?: string;
}

const outlines: Readonly<Record<StatusTone, ReactNode>> = {
  normal: <circle cx="8" cy="8" r="5.8" />,
  active: <circle cx="8" cy="8" r="6.4" />,
  off: <path d="M3 8h10" />,
  notice: <path d="M1.6 2.6h12.8v10.8H1.6Z" />,
  warning: <path d="M8 1.6 15 14.2H1Z" />,
  fault: <path d="M8 0.9 15.1 8 8 15.1 0.9 8Z" />,
  unknown: <path d="M8 1.4 14 4.7v6.6L8 14.6 2 11.3V4.7Z" strokeDasharray="2.6 1.8" />,
};

/** A state as shape, words and, where it is abnormal, colour. */
export function StatusBadge({ tone, letter, children }: StatusBadgeProps) {
  return (
    <span className={classNames(styles.badge, styles[tone])}>
      <svg viewBox="0 0 16 16" aria-hidden="true" className={styles.shape}>
        {outlines[tone]}
        {letter !== undefined && tone !== 'off' && (
          <text x="8" y={tone === 'warning' ? 12.6 : 11}>
            {letter}
          </text>
        )}
      </svg>
      <span className={styles.words}>{children}</span>
    </span>
  );
}
