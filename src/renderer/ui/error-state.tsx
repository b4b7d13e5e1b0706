import { OctagonAlert, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import styles from './state.module.css';

/** What an {@link ErrorState} takes. */
export interface ErrorStateProps {
  /** What happened, in the person's words. */
  readonly title: ReactNode;
  /** What was kept or not changed. */
  readonly kept?: ReactNode;
  /** What the person can do about it. */
  readonly advice?: ReactNode;
  /** The number under which the server log has the details. */
  readonly incident?: string | undefined;
  readonly onRetry?: () => void;
}

/** Stands where content would be when it could not be had. */
export function ErrorState({ title, kept, advice, incident, onRetry }: ErrorStateProps) {
  const { t } = useTranslation('ui');
  return (
    <div className={styles.state} role="alert">
      <span className={styles.fault}>
        <OctagonAlert aria-hidden="true" />
      </span>
      <p className={styles.title}>{title}</p>
      {kept !== undefined && <p className={styles.hint}>{kept}</p>}
      {advice !== undefined && <p className={styles.hint}>{advice}</p>}
      {incident !== undefined && (
        <p className={styles.hint}>
          {t(($) => $.error.incident)} <code className={styles.code}>{incident}</code>
        </p>
      )}
      {onRetry && (
        <div className={styles.actions}>
          <Button onPress={onRetry} icon={<RotateCw aria-hidden="true" />}>
            {t(($) => $.error.retry)}
          </Button>
        </div>
      )}
    </div>
  );
}
