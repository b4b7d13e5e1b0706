import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { UseReport } from '#contract/shopfloor/reports.ts';
import type { MachineSession } from '#contract/shopfloor/sessions.ts';
import { client } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { useTimeZone } from '#lib/preferences.ts';
import { formatsFor } from '#lib/format.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { Card } from '#ui/card.tsx';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import { sessionColumns } from '../sessions/session-columns.tsx';
import { FigureStrip } from './figure-strip.tsx';
import { PeriodChoice } from './period-choice.tsx';
import { reportPeriod } from './report-period.ts';
import { useOwnReport } from './use-report.ts';
import styles from './reports.module.css';

const rowId = (row: MachineSession): string => row.id;

/** What a person's own use came to, every session of theirs, and what to do about refusals. */
export function Screen() {
  const { t } = useTranslation('reports');
  const [view, change] = useViewParams('my-use', ['days', 'end']);
  const timeZone = useTimeZone();
  const today = formatsFor({ language: 'en', timeZone }).dayKey(useNow(60_000));
  const period = reportPeriod(view, today);
  const { from, until } = period;
  const { data } = useOwnReport(useMemo(() => ({ from, until }), [from, until]));
  return (
    <>
      <Toolbar label={t(($) => $.filters)}>
        <PeriodChoice period={period} today={today} change={change} />
      </Toolbar>
      <div className={styles.screen}>
        <p className={styles.quiet}>{t(($) => $.mine.intro)}</p>
        {data && <FigureStrip totals={data.totals} before={data.before} ofOne />}
        {data && <Refused reasons={data.reasons} />}
        <h2 className={styles.heading}>{t(($) => $.mine.sessions)}</h2>
        <MySessions />
      </div>
    </>
  );
}

/** Each reason for which the person was refused in the period, with what to do about it. */
function Refused({ reasons }: Pick<UseReport, 'reasons'>) {
  const { t } = useTranslation('reports');
  const { t: floor } = useTranslation('shopfloor');
  const now = reasons.filter(({ refusals }) => refusals > 0);
  return (
    <Card title={t(($) => $.mine.refusals)}>
      {now.length === 0 ? (
        <p className={styles.quiet}>{t(($) => $.mine.noRefusals)}</p>
      ) : (
        <ul className={styles.reasons}>
          {now.map(({ reason, refusals }) => (
            <li key={reason}>
              <strong>{floor(($) => $.reason[reason])}</strong>
              <span className={styles.note}>{t(($) => $.mine.times, { count: refusals })}</span>
              <span>{t(($) => $.advice[reason])}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function MySessions() {
  const { t } = useTranslation('reports');
  const { t: floor } = useTranslation('shopfloor');
  const { t: use } = useTranslation('machineUse');
  const columns = useMemo(
    () => sessionColumns(floor, use, false).filter(({ id }) => id !== 'person'),
    [floor, use],
  );
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.shopfloor.reports.mySessions({ cursor, limit: 100 }, { signal }),
    [],
  );
  const source = usePagedRows({
    queryKey: ['shopfloor.my-sessions'],
    loadPage,
    topics: ['shopfloor.machine_sessions'],
  });
  return (
    <div className={styles.table}>
      <DataTable
        id="shopfloor.my-sessions"
        label={t(($) => $.mine.sessions)}
        columns={columns}
        source={source}
        rowId={rowId}
        empty={<EmptyState title={t(($) => $.mine.none)} hint={t(($) => $.mine.noneHint)} />}
      />
    </div>
  );
}
