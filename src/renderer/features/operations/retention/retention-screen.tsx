import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionPolicy } from '#contract/operations.ts';
import { orpc } from '#lib/core.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { Time } from '#ui/time.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { RetentionPanel } from './retention-panel.tsx';
import { useRetentionWords } from './use-retention-words.ts';
import type { RetentionWords } from './use-retention-words.ts';

const rowId = (row: RetentionPolicy): string => row.monitor;

/** How long each kind of record is kept, and the change of it. */
export function Screen() {
  const { t } = useTranslation('retention');
  const words = useRetentionWords();
  const { data, error, refetch } = useQuery(
    orpc.operations.retention.list.queryOptions({
      meta: { topics: ['operations.retention_policies'] },
    }),
  );
  const failed = useMemo(() => ({ error, retry: () => void refetch() }), [error, refetch]);
  const columns = useMemo(() => retentionColumns(words), [words]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = data?.find(({ monitor }) => monitor === activeId);
  return (
    <WithPanel
      panel={
        active && (
          <RetentionPanel
            key={`${active.monitor} ${active.version}`}
            policy={active}
            onClose={() => setActiveId(null)}
          />
        )
      }
    >
      <DataTable
        id="operations.retention"
        label={t(($) => $.label)}
        columns={columns}
        source={useGivenRows(data, failed)}
        rowId={rowId}
        onActiveChange={setActiveId}
      />
    </WithPanel>
  );
}

function retentionColumns(words: RetentionWords): readonly TableColumn<RetentionPolicy>[] {
  const { t } = words;
  const days = { width: 130, align: 'end' } as const;
  return [
    {
      id: 'records',
      header: t(($) => $.column.records),
      width: 240,
      grow: true,
      alwaysShown: true,
      value: (row) => words.nameOf(row.monitor),
    },
    {
      ...days,
      id: 'keep',
      header: t(($) => $.column.keep),
      value: (row) => row.keepDays,
      cell: (row) => words.days(row.keepDays),
    },
    {
      ...days,
      id: 'minimum',
      header: t(($) => $.column.minimum),
      value: (row) => row.minimumDays,
      cell: (row) => words.days(row.minimumDays),
    },
    {
      ...days,
      id: 'default',
      header: t(($) => $.column.default),
      value: (row) => row.defaultDays,
      cell: (row) => words.days(row.defaultDays),
    },
    {
      id: 'changed',
      header: t(($) => $.column.changed),
      width: 170,
      value: (row) => row.updatedAt,
      cell: (row) => <Time at={row.updatedAt} />,
    },
    {
      id: 'monitor',
      header: t(($) => $.column.monitor),
      width: 280,
      value: (row) => row.monitor,
    },
  ];
}
