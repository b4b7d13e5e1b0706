import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MoveInReport } from '#contract/shopfloor/move-in.ts';
import { downloadText, toCsv } from '#lib/csv.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import styles from './move-in.module.css';
import { useDuration } from './use-duration.ts';
import type { MoveInAct } from './use-move-in.ts';

/** What a {@link MoveInReportView} takes. */
export interface MoveInReportProps {
  readonly act: MoveInAct;
  readonly report: MoveInReport;
}

/** What becomes, or became, of every row. */
export function MoveInReportView({ act, report }: MoveInReportProps) {
  const { t } = useTranslation('moveIn');
  const formats = useFormats();
  const duration = useDuration();
  const rejected = report.tables.reduce((sum, counts) => sum + counts.rejected, 0);
  return (
    <div className={styles.stack}>
      <Banner
        tone={act === 'move' ? 'success' : rejected > 0 ? 'warning' : 'info'}
        title={t(($) => $.report.title[act], { source: report.sourceLabel })}
      >
        {t(($) => $.report.pace, {
          time: duration(report.seconds),
          pace: formats.number(report.rowsPerSecond),
        })}
        {report.peopleWithoutPassword > 0 && (
          <p>{t(($) => $.report.passwords, { count: report.peopleWithoutPassword })}</p>
        )}
      </Banner>
      <Card title={t(($) => $.report.reasons)} actions={<Downloads report={report} />}>
        <Reasons report={report} />
      </Card>
      <Card title={t(($) => $.report.tables)}>
        <Tables report={report} />
      </Card>
    </div>
  );
}

function Tables({ report }: { readonly report: MoveInReport }) {
  const { t } = useTranslation('moveIn');
  const formats = useFormats();
  const columns = ['read', 'moved', 'already', 'adapted', 'rejected'] as const;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t(($) => $.report.table)}</th>
          {columns.map((column) => (
            <th key={column} scope="col" className={styles.number}>
              {t(($) => $.report.column[column])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.tables
          .filter(({ read }) => read > 0)
          .map((counts) => (
            <tr key={counts.table}>
              <th scope="row">
                <code>{counts.table}</code>
              </th>
              {columns.map((column) => (
                <td key={column} className={styles.number}>
                  {formats.number(counts[column])}
                </td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Reasons({ report }: { readonly report: MoveInReport }) {
  const { t } = useTranslation('moveIn');
  const formats = useFormats();
  if (report.reasons.length === 0) return <p className={styles.quiet}>{t(($) => $.report.fits)}</p>;
  const worstFirst = report.reasons.toSorted(
    (one, other) => other.kind.localeCompare(one.kind) || other.count - one.count,
  );
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t(($) => $.report.what)}</th>
          <th scope="col">{t(($) => $.report.where)}</th>
          <th scope="col" className={styles.number}>
            {t(($) => $.report.rows)}
          </th>
          <th scope="col">{t(($) => $.report.why)}</th>
        </tr>
      </thead>
      <tbody>
        {worstFirst.map(({ table, kind, column, reason, count }) => (
          <tr key={`${table} ${kind} ${column} ${reason}`}>
            <td>
              <StatusBadge tone={kind === 'rejected' ? 'warning' : 'normal'}>
                {t(($) => $.report.kind[kind])}
              </StatusBadge>
            </td>
            <td>
              <code>
                {table}.{column}
              </code>
            </td>
            <td className={styles.number}>{formats.number(count)}</td>
            <td>
              {t(($) => $.reason[reason].why)}
              <div className={styles.advice}>{t(($) => $.reason[reason].todo)}</div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const fileName = (ending: string): string =>
  `move-in-${new Date().toISOString().slice(0, 16).replaceAll(/[:T]/gu, '-')}.${ending}`;

function Downloads({ report }: { readonly report: MoveInReport }) {
  const { t } = useTranslation('moveIn');
  const icon = <Download aria-hidden="true" />;
  const csv = (): void => {
    const header = [
      t(($) => $.report.table),
      t(($) => $.report.id),
      t(($) => $.report.what),
      t(($) => $.report.columnName),
      t(($) => $.report.why),
      t(($) => $.report.todo),
    ];
    const lines = report.findings.map(({ table, id, kind, column, reason }) => [
      table,
      id,
      t(($) => $.report.kind[kind]),
      column,
      t(($) => $.reason[reason].why),
      t(($) => $.reason[reason].todo),
    ]);
    downloadText(fileName('csv'), toCsv(header, lines));
  };
  const json = (): void =>
    downloadText(fileName('json'), `${JSON.stringify(report, null, 2)}\n`, 'application/json');
  return (
    <div className={styles.buttons}>
      <Button icon={icon} onPress={csv}>
        CSV
      </Button>
      <Button icon={icon} onPress={json}>
        JSON
      </Button>
    </div>
  );
}
