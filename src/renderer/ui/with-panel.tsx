import type { ReactNode } from 'react';
import styles from './with-panel.module.css';

/** What {@link WithPanel} takes. */
export interface WithPanelProps {
  /** A `DetailPanel`, or null while nothing is open. */
  readonly panel: ReactNode;
  readonly children: ReactNode;
}

/** A screen's rows with the details of one of them beside. */
export function WithPanel({ panel, children }: WithPanelProps) {
  return (
    <div className={styles.split}>
      <div className={styles.content}>{children}</div>
      {panel}
    </div>
  );
}
