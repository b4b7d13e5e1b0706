import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';
import styles from './badge.module.css';

/** What a {@link Badge} takes. */
export interface BadgeProps {
  /** `strong` for what is new or chosen. */
  readonly look?: 'plain' | 'strong';
  readonly children: ReactNode;
}

/** A small grey label: a count, a role, a version. For states, use `StatusBadge`. */
export function Badge({ look = 'plain', children }: BadgeProps) {
  return <span className={classNames(styles.badge, styles[look])}>{children}</span>;
}
