import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './card.module.css';

/** What a {@link Card} takes. */
export interface CardProps {
  readonly title?: ReactNode;
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A framed part of a page; with a title it is a region that screen readers can jump to. */
export function Card({ title, actions, children }: CardProps) {
  const heading = useId();
  return (
    <section className={styles.card} {...(title !== undefined && { 'aria-labelledby': heading })}>
      {title !== undefined && (
        <header className={styles.header}>
          <h2 id={heading} className={styles.title}>
            {title}
          </h2>
          {actions}
        </header>
      )}
      <div className={styles.body}>{children}</div>
    </section>
  );
}
