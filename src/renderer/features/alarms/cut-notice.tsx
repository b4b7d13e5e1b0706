import { useTranslation } from 'react-i18next';
import { useFormats } from '#lib/use-formats.ts';
import styles from './cut-notice.module.css';

/** What a {@link CutNotice} takes. */
export interface CutNoticeProps {
  /** Alarms that are here. */
  readonly shown: number;
  /** Alarms in the whole queue. */
  readonly total: number;
  readonly filtered: boolean;
}

/** Says that the queue is longer than what is here, so that nobody takes its end for the end. */
export function CutNotice({ shown, total, filtered }: CutNoticeProps) {
  const { t } = useTranslation('alarms');
  const formats = useFormats();
  const counts = { shown: formats.number(shown), total: formats.number(total) };
  return (
    <p className={styles.notice} role="status">
      {t(($) => (filtered ? $.cut.filtered : $.cut.all), counts)}
    </p>
  );
}
