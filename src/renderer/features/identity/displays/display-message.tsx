import type { ReactNode } from 'react';
import styles from './display-message.module.css';

/** Words in the place of a display's picture, readable from as far as the picture is. */
export function DisplayMessage({
  place,
  title,
  children,
}: {
  readonly place?: string | null;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <main className={styles.page} data-theme="dark" role="alert">
      {place !== null && place !== undefined && <p className={styles.place}>{place}</p>}
      <h1>{title}</h1>
      {children}
    </main>
  );
}
