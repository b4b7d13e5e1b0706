import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ViewChange } from '#lib/view-params.ts';
import { IconButton } from '#ui/icon-button.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { lengths, movedEnd } from './report-period.ts';
import type { ReportPeriod } from './report-period.ts';
import { useReportWords } from './use-report-words.ts';
import styles from './reports.module.css';

/** What a {@link PeriodChoice} takes. */
export interface PeriodChoiceProps {
  readonly period: ReportPeriod;
  readonly today: string;
  readonly change: (change: ViewChange<'days' | 'end'>) => void;
}

/** How long the period is and where it lies; moves it by its own length. */
export function PeriodChoice({ period, today, change }: PeriodChoiceProps) {
  const { t } = useTranslation('reports');
  const words = useReportWords();
  return (
    <>
      <SegmentedControl
        label={t(($) => $.period.length)}
        options={lengths.map((value) => ({ value, label: t(($) => $.period.lengths[value]) }))}
        value={period.length}
        onChange={(days) => change({ days })}
      />
      <span className={styles.period}>
        <IconButton
          label={t(($) => $.period.earlier)}
          onPress={() => change({ end: movedEnd(period, -1, today) })}
        >
          <ChevronLeft aria-hidden="true" />
        </IconButton>
        <span aria-live="polite">
          {t(($) => $.period.range, {
            from: words.day(period.from),
            until: words.day(period.until),
          })}
        </span>
        <IconButton
          label={t(($) => $.period.later)}
          isDisabled={period.until >= today}
          onPress={() => change({ end: movedEnd(period, 1, today) })}
        >
          <ChevronRight aria-hidden="true" />
        </IconButton>
      </span>
    </>
  );
}
