import { Inbox } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './state.module.css';

/** What an {@link EmptyState} takes. */
export interface EmptyStateProps {
  readonly title: ReactNode;
  /** How to fill it; required, because an empty page that explains nothing is a dead end. */
  readonly hint: ReactNode;
  readonly icon?: ReactNode;
  /** The button that fills it, where the person may. */
  readonly action?: ReactNode;
}

/** Stands where rows would be when there are none. */
export function EmptyState({ title, hint, icon, action }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <span className={styles.icon}>{icon ?? <Inbox aria-hidden="true" />}</span>
      <p className={styles.title}>{title}</p>
      <p className={styles.hint}>{hint}</p>
      {action !== undefined && <div className={styles.actions}>{action}</div>}
    </div>
  );
}
