import { useTranslation } from 'react-i18next';
import type { ErrorLog } from '#contract/operations.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Time } from '#ui/time.tsx';
import styles from './error-panel.module.css';

/** One failure with where it happened; the stack names places in the program, never values. */
export function ErrorPanel({
  error,
  onClose,
}: {
  readonly error: ErrorLog;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('operations');
  return (
    <DetailPanel id="operations.error" title={<code>{error.incident}</code>} onClose={onClose}>
      <p className={styles.message}>{error.message}</p>
      <DescriptionList>
        <Description term={t(($) => $.field.time)}>
          <Time at={error.timestamp} show="both" zone />
        </Description>
        <Description term={t(($) => $.field.type)}>{error.errorType}</Description>
        <Description term={t(($) => $.field.where)}>
          {[error.requestMethod, error.requestPath].filter(Boolean).join(' ')}
        </Description>
        <Description term={t(($) => $.field.part)}>{error.appContext}</Description>
        <Description term={t(($) => $.field.address)}>{error.ipAddress}</Description>
        <Description term={t(($) => $.field.resolvedAt)}>
          {error.resolvedAt && <Time at={error.resolvedAt} zone />}
        </Description>
      </DescriptionList>
      {error.stackTrace !== null && (
        <section>
          <h3 className={styles.heading}>{t(($) => $.field.stack)}</h3>
          <pre className={styles.stack} tabIndex={0}>
            {error.stackTrace}
          </pre>
        </section>
      )}
    </DetailPanel>
  );
}
