import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PeopleReport, PersonUse, ReportFilter } from '#contract/shopfloor/reports.ts';
import { Banner } from '#ui/banner.tsx';
import { Card } from '#ui/card.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Time } from '#ui/time.tsx';
import { personColumns } from './use-columns.tsx';
import { usePeopleReport } from './use-report.ts';
import { useReportWords } from './use-report-words.ts';
import styles from './reports.module.css';

type Untrained = PeopleReport['training'][number];

const personId = ({ userId }: PersonUse): string => userId ?? '';
const untrainedId = ({ userId, areaName }: Untrained): string => `${userId} ${areaName ?? ''}`;

/** Who used machines, and who asks for machines they are not trained for. */
export function People({
  filter,
  onOpen,
}: {
  readonly filter: ReportFilter;
  /** Narrows the whole report to a person. */
  readonly onOpen: (userId: string) => void;
}) {
  const { t } = useTranslation('reports');
  const words = useReportWords();
  const { data, error, refetch } = usePeopleReport(filter);
  const failed = useMemo(() => ({ error, retry: () => void refetch() }), [error, refetch]);
  const empty = <EmptyState title={t(($) => $.empty.title)} hint={t(($) => $.empty.hint)} />;
  return (
    <>
      <Banner tone="info">{t(($) => $.people.recorded)}</Banner>
      <div className={styles.cards}>
        <Card title={t(($) => $.people.use)}>
          <div className={styles.list}>
            <DataTable
              id="shopfloor.report.people"
              label={t(($) => $.people.use)}
              columns={useMemo(() => personColumns(t, words), [t, words])}
              source={useGivenRows(data?.people, failed)}
              rowId={personId}
              onOpen={({ userId }) => userId !== null && onOpen(userId)}
              empty={empty}
            />
          </div>
        </Card>
        <Card title={t(($) => $.people.training)}>
          <div className={styles.list}>
            <DataTable
              id="shopfloor.report.training"
              label={t(($) => $.people.training)}
              columns={useMemo(() => trainingColumns(t), [t])}
              source={useGivenRows(data?.training, failed)}
              rowId={untrainedId}
              onOpen={({ userId }) => onOpen(userId)}
              empty={
                <EmptyState
                  title={t(($) => $.people.noTraining)}
                  hint={t(($) => $.people.noTrainingHint)}
                />
              }
            />
          </div>
        </Card>
      </div>
    </>
  );
}

function trainingColumns(
  t: ReturnType<typeof useTranslation<'reports'>>['t'],
): readonly TableColumn<Untrained>[] {
  return [
    {
      id: 'name',
      header: t(($) => $.column.person),
      width: 180,
      grow: true,
      alwaysShown: true,
      value: (row) => row.fullName,
    },
    { id: 'area', header: t(($) => $.column.area), width: 140, value: (row) => row.areaName },
    {
      id: 'refusals',
      header: t(($) => $.column.refusals),
      width: 100,
      align: 'end',
      value: (row) => row.refusals,
    },
    {
      id: 'last',
      header: t(($) => $.column.last),
      width: 120,
      value: (row) => row.lastAt,
      cell: (row) => <Time at={row.lastAt} show="day" />,
    },
  ];
}
