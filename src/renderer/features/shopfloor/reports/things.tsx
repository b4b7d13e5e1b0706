import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AreaUse, MachineUse } from '#contract/shopfloor/reports.ts';
import { Card } from '#ui/card.tsx';
import { ReportChart } from '#ui/charts/report-chart.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { areaColumns, machineColumns } from './use-columns.tsx';
import { inHours, useReportWords } from './use-report-words.ts';
import styles from './reports.module.css';

/** Bars that fit beside each other. */
const MOST_BARS = 20;

const idOf = ({ id }: { readonly id: string }): string => id;

interface ThingsProps<Row> {
  readonly id: string;
  readonly title: string;
  readonly exportAs: string;
  readonly rows: readonly Row[];
  readonly nameOf: (row: Row) => string;
  readonly columns: readonly TableColumn<Row>[];
}

function Things<Row extends MachineUse | AreaUse>(props: ThingsProps<Row>) {
  const { id, title, exportAs, rows, nameOf, columns } = props;
  const { t } = useTranslation('reports');
  const drawn = useMemo(() => rows.slice(0, MOST_BARS), [rows]);
  const series = useMemo(
    () => [
      {
        label: t(($) => $.series.now),
        kind: 'bar' as const,
        values: drawn.map(({ usedSeconds }) => inHours(usedSeconds)),
      },
      {
        label: t(($) => $.series.before),
        kind: 'bar' as const,
        values: drawn.map(({ usedBefore }) => inHours(usedBefore)),
      },
    ],
    [t, drawn],
  );
  return (
    <>
      <Card title={title}>
        <ReportChart
          label={title}
          exportAs={exportAs}
          categories={drawn.map(nameOf)}
          series={series}
          height={200}
        />
      </Card>
      <div className={styles.table}>
        <DataTable
          id={id}
          label={title}
          columns={columns}
          source={useGivenRows(rows)}
          rowId={idOf}
          empty={<EmptyState title={t(($) => $.empty.title)} hint={t(($) => $.empty.hint)} />}
        />
      </div>
    </>
  );
}

/** Use by machine, as bars and as a table. */
export function Machines({ rows }: { readonly rows: readonly MachineUse[] }) {
  const { t } = useTranslation('reports');
  const words = useReportWords();
  return (
    <Things
      id="shopfloor.report.machines"
      title={t(($) => $.charts.byMachine)}
      exportAs="machine-use-by-machine"
      rows={rows}
      nameOf={({ machineId }) => machineId}
      columns={useMemo(() => machineColumns(t, words), [t, words])}
    />
  );
}

/** Use by area, as bars and as a table. */
export function Areas({ rows }: { readonly rows: readonly AreaUse[] }) {
  const { t } = useTranslation('reports');
  const words = useReportWords();
  return (
    <Things
      id="shopfloor.report.areas"
      title={t(($) => $.charts.byArea)}
      exportAs="machine-use-by-area"
      rows={rows}
      nameOf={({ name }) => name}
      columns={useMemo(() => areaColumns(t, words), [t, words])}
    />
  );
}
