import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '#lib/format.ts';
import { useFormats } from '#lib/use-formats.ts';

const HOUR = 3600;

/** Figures of a report in words. */
export interface ReportWords {
  /** Seconds as hours: `12.5 h`. */
  hours(seconds: number): string;
  percent(share: number): string;
  count(value: number): string;
  /** How a value stands to the one before: `+12 %`; null where there was nothing before. */
  change(now: number, before: number): string | null;
  /** A day `YYYY-MM-DD` as people write it. */
  day(day: string): string;
  /** A day without its year, for axes. */
  shortDay(day: string): string;
}

/** Seconds as hours, rounded to two places for charts and files. */
export const inHours = (seconds: number): number => Math.round((seconds / HOUR) * 100) / 100;

/** Puts figures into words of the person's language. */
export function useReportWords(): ReportWords {
  const { t } = useTranslation('reports');
  const { language, number, percent } = useFormats();
  return useMemo(() => {
    // Days are days of the site, whatever zone the person reads times in.
    const days = formatsFor({ language, timeZone: 'UTC' });
    const short = new Intl.DateTimeFormat(language, {
      timeZone: 'UTC',
      month: 'numeric',
      day: 'numeric',
    });
    return {
      hours: (seconds) => t(($) => $.hours, { hours: number(seconds / HOUR, 1) }),
      percent: (share) => percent(share, 1),
      count: (value) => number(value),
      change(now, before) {
        if (before === 0) return null;
        const share = (now - before) / before;
        return `${share > 0 ? '+' : ''}${percent(share)}`;
      },
      day: (day) => days.date(day),
      shortDay: (day) => short.format(new Date(day)),
    };
  }, [t, language, number, percent]);
}
