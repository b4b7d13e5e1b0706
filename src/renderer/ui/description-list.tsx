import type { ReactNode } from 'react';
import styles from './description-list.module.css';

/** Names and values of one thing, a pair in each row. Children are {@link Description}s. */
export function DescriptionList({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.list}>{children}</dl>;
}

/** What a {@link Description} takes. */
export interface DescriptionProps {
  readonly term: ReactNode;
  /** The value; an en dash shows where there is none. */
  readonly children?: ReactNode;
}

/** One name with its value. */
export function Description({ term, children }: DescriptionProps) {
  const absent =
    children === undefined || children === null || children === '' || children === false;
  return (
    <div className={styles.row}>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{absent ? '–' : children}</dd>
    </div>
  );
}
