import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PeriodFigures } from '#contract/shopfloor/reports.ts';
import { useReportWords } from './use-report-words.ts';
import styles from './reports.module.css';

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly note?: ReactNode;
  /** How it stands to the period before. */
  readonly change: string | null;
}

function Figure({ name, value, note, change }: FigureProps) {
  const { t } = useTranslation('reports');
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span className={styles.note}>
          {note}
          {note !== undefined && change !== null && ' · '}
          {change !== null && t(($) => $.figures.change, { change })}
        </span>
      </dd>
    </div>
  );
}

/** The figures of the whole period in one row, each with how it stands to the period before. */
export function FigureStrip({
  totals,
  before,
  ofOne,
}: {
  readonly totals: PeriodFigures;
  readonly before: PeriodFigures;
  /** The figures are those of one person. */
  readonly ofOne: boolean;
}) {
  const { t } = useTranslation('reports');
  const words = useReportWords();
  const { usedSeconds, idleSeconds, sessions, machines, machinesUsed, people, refusals } = totals;
  const { endsInferred, unconfirmed } = totals;
  // What the times of sessions are worth is said beside their number.
  const doubtful = [
    ...(endsInferred > 0 ? [t(($) => $.figures.endsInferred, { count: endsInferred })] : []),
    ...(unconfirmed > 0 ? [t(($) => $.figures.unconfirmed, { count: unconfirmed })] : []),
  ];
  return (
    <dl className={styles.figures}>
      <Figure
        name={t(($) => $.figures.used)}
        value={words.hours(usedSeconds)}
        change={words.change(usedSeconds, before.usedSeconds)}
      />
      {!ofOne && (
        <Figure
          name={t(($) => $.figures.utilisation)}
          value={words.percent(totals.utilisation)}
          note={t(($) => $.figures.ofAllTime)}
          change={words.change(totals.utilisation, before.utilisation)}
        />
      )}
      <Figure
        name={t(($) => $.figures.idle)}
        value={words.hours(idleSeconds)}
        note={
          usedSeconds > 0
            ? t(($) => $.figures.ofUse, { share: words.percent(idleSeconds / usedSeconds) })
            : undefined
        }
        change={words.change(idleSeconds, before.idleSeconds)}
      />
      <Figure
        name={t(($) => $.figures.sessions)}
        value={words.count(sessions)}
        note={doubtful.length > 0 ? doubtful.join(' · ') : undefined}
        change={words.change(sessions, before.sessions)}
      />
      <Figure
        name={t(($) => $.figures.machines)}
        value={words.count(machinesUsed)}
        note={ofOne ? undefined : t(($) => $.figures.ofMachines, { count: machines })}
        change={null}
      />
      {!ofOne && (
        <Figure
          name={t(($) => $.figures.people)}
          value={words.count(people)}
          change={words.change(people, before.people)}
        />
      )}
      <Figure
        name={t(($) => $.figures.refusals)}
        value={words.count(refusals)}
        change={words.change(refusals, before.refusals)}
      />
    </dl>
  );
}
