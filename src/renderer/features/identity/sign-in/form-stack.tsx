import type { ReactNode } from 'react';
import styles from './form-stack.module.css';

/** Fields under each other; Enter in any of them sends. */
export function FormStack({
  onSend,
  children,
}: {
  readonly onSend: () => void;
  readonly children: ReactNode;
}) {
  return (
    <form
      className={styles.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {children}
    </form>
  );
}
