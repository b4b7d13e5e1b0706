import styles from './spinner.module.css';

/** Shows that something runs. Decorative: the part around it says so to screen readers. */
export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}
