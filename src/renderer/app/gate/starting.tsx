import { useTranslation } from 'react-i18next';
import { Spinner } from '#ui/spinner.tsx';
import styles from './starting.module.css';

/** Shown until the core has said who is here. */
export function Starting() {
  const { t } = useTranslation('shell');
  return (
    <main className={styles.page} role="status">
      <Spinner />
      <p>{t(($) => $.starting)}</p>
    </main>
  );
}
