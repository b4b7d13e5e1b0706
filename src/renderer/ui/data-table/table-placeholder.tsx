import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../empty-state.tsx';
import { ErrorState } from '../error-state.tsx';
import { Skeleton } from '../skeleton.tsx';
import { incidentOf } from '#lib/incident.ts';
import type { RowSource } from './row-source.ts';
import styles from './data-table.module.css';

/** What a {@link TablePlaceholder} takes. */
export interface TablePlaceholderProps<Row> {
  readonly source: RowSource<Row>;
  readonly empty: ReactNode;
  readonly columnCount: number;
}

const skeletonRows = 8;

/** Stands where the rows would be: while they load, when they cannot be had, and when there are none. */
export function TablePlaceholder<Row>({ source, empty, columnCount }: TablePlaceholderProps<Row>) {
  return (
    <div role="rowgroup">
      {source.phase === 'loading' ? (
        <LoadingRows columnCount={columnCount} />
      ) : (
        <div role="row" className={styles.placeholder}>
          <div role="gridcell">
            {source.phase === 'failed' ? <Failed source={source} /> : <Empty empty={empty} />}
          </div>
        </div>
      )}
    </div>
  );
}

function LoadingRows({ columnCount }: { readonly columnCount: number }) {
  const { t } = useTranslation('ui');
  return Array.from({ length: skeletonRows }, (_, row) => (
    <div key={row} role="row" className={styles.skeletonRow}>
      {Array.from({ length: columnCount }, (_unused, column) => (
        <div key={column} role="gridcell" className={styles.cell}>
          {row === 0 && column === 0 && (
            <span className="visually-hidden">{t(($) => $.table.loading)}</span>
          )}
          <Skeleton />
        </div>
      ))}
    </div>
  ));
}

function Failed<Row>({ source }: { readonly source: RowSource<Row> }) {
  const { t } = useTranslation('ui');
  return (
    <ErrorState
      title={t(($) => $.error.loading)}
      kept={t(($) => $.error.loadingKept)}
      advice={t(($) => $.error.loadingAdvice)}
      incident={incidentOf(source.failure)}
      {...(source.retry && { onRetry: source.retry })}
    />
  );
}

function Empty({ empty }: { readonly empty: ReactNode }) {
  const { t } = useTranslation('ui');
  return empty ?? <EmptyState title={t(($) => $.table.empty)} hint={t(($) => $.table.emptyHint)} />;
}
