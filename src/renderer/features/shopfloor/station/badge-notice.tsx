import { useTranslation } from 'react-i18next';
import type { StationOutcome } from '#contract/shopfloor/station.ts';
import { classNames } from '#lib/class-names.ts';
import { useFormats } from '#lib/use-formats.ts';
import { useReasonText } from '../machines/refusal-text.tsx';
import styles from './station-screen.module.css';

/** What came of a badge at this station: an outcome, or why it was not even looked at. */
export type BadgeNotice = StationOutcome | { readonly kind: 'failed'; readonly reason: string };

/** Tells, large enough for somebody at the machine, what a badge did. */
export function BadgeNoticeText({ notice }: { readonly notice: BadgeNotice }) {
  const words = useNoticeWords();
  const text = words(notice);
  const isBad = notice.kind === 'refused' || notice.kind === 'failed';
  return text === null ? null : (
    <p
      className={classNames(isBad ? styles.refusal : styles.done)}
      role={isBad ? 'alert' : 'status'}
    >
      {text}
    </p>
  );
}

function useNoticeWords(): (notice: BadgeNotice) => string | null {
  const { t } = useTranslation(['machineUse', 'shopfloor']);
  const formats = useFormats();
  const reasonText = useReasonText();
  return (notice) => {
    switch (notice.kind) {
      case 'started':
      case 'ended':
      case 'extended':
        return t(($) => $.station[notice.kind], { name: notice.fullName });
      case 'repeated':
        return null;
      case 'failed':
        return t(($) => $.station.failed, { reason: notice.reason });
      case 'refused': {
        const { session } = notice;
        if (session === null)
          return t(($) => $.station.refused, { reason: reasonText(notice.reason) });
        const name = session.fullName ?? t(($) => $.person.unknown, { ns: 'shopfloor' });
        return t(($) => $.station.refusedBusy, { name, time: formats.time(session.startTime) });
      }
    }
  };
}
