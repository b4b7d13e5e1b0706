import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#lib/use-formats.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { StatusTone } from '#ui/status-badge.tsx';
import { judge, judged, targetOf } from './kpi-summary.ts';
import type { JudgedFigure, KpiSummary, Verdict } from './kpi-summary.ts';
import styles from './performance.module.css';

const tones: Readonly<Record<Verdict, StatusTone>> = {
  met: 'normal',
  manageable: 'notice',
  missed: 'warning',
};

const isPercent = (figure: JudgedFigure): boolean =>
  figure.startsWith('percent') || figure === 'topTenPercent';

/** The figures of the period, each against its target in a word and a shape. */
export function Figures({ summary }: { readonly summary: KpiSummary }) {
  const { t } = useTranslation('alarmPerformance');
  const formats = useFormats();
  const { total, perHour, fleeting, meanSecondsToAcknowledge: mean } = summary;
  const show = (figure: JudgedFigure, value: number): string =>
    isPercent(figure) ? formats.percent(value / 100, 1) : formats.number(value, digitsOf(value));
  return (
    <dl className={styles.figures}>
      <Figure name={t(($) => $.figure.total)} value={formats.number(total)}>
        {t(($) => $.perHour, { value: formats.number(perHour, digitsOf(perHour)) })}
      </Figure>
      {judged.map((figure) => {
        const verdict = judge(figure, summary[figure]);
        return (
          <Figure
            key={figure}
            name={t(($) => $.figure[figure])}
            value={show(figure, summary[figure])}
          >
            <StatusBadge tone={tones[verdict]}>{t(($) => $.verdict[verdict])}</StatusBadge>
            {t(($) => $.target, { value: show(figure, targetOf(figure)) })}
          </Figure>
        );
      })}
      <Figure name={t(($) => $.figure.fleeting)} value={formats.number(fleeting)}>
        {t(($) => $.fleetingNote)}
      </Figure>
      <Figure
        name={t(($) => $.figure.acknowledge)}
        value={mean === null ? '–' : formats.span(mean * 1000)}
      >
        {t(($) => $.acknowledgeNote)}
      </Figure>
      <Figure name={t(($) => $.figure.shelvings)} value={formats.number(summary.shelvings)}>
        {t(($) => $.expired, { value: formats.number(summary.shelvingsExpired) })}
      </Figure>
    </dl>
  );
}

const digitsOf = (value: number): number => (Number.isInteger(value) ? 0 : 2);

function Figure({
  name,
  value,
  children,
}: {
  readonly name: string;
  readonly value: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span className={styles.note}>{children}</span>
      </dd>
    </div>
  );
}
