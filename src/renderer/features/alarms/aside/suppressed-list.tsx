import type { TFunction } from 'i18next';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SuppressionRow } from '#contract/alarms/overlays.ts';
import { client } from '#lib/core.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';

/** The rules that come with the program; others would be named by whoever made them. */
const shippedRules = ['maintenance', 'emergency_stop', 'parent'] as const;

const isShipped = (rule: string): rule is (typeof shippedRules)[number] =>
  shippedRules.some((shipped) => shipped === rule);

const idOf = (row: SuppressionRow): string => row.id;

function columnsOf(t: TFunction<'alarmsAside'>): readonly TableColumn<SuppressionRow>[] {
  return [
    {
      id: 'rule',
      header: t(($) => $.field.rule),
      sortable: false,
      width: 240,
      alwaysShown: true,
      value: ({ rule, ruleTitle }) => (isShipped(rule) ? t(($) => $.ruleTitle[rule]) : ruleTitle),
    },
    {
      id: 'source',
      header: t(($) => $.field.source),
      sortable: false,
      width: 220,
      value: ({ sourceName }) => sourceName,
    },
    {
      id: 'alarms',
      header: t(($) => $.field.held),
      sortable: false,
      width: 110,
      align: 'end',
      value: ({ alarmCount }) => alarmCount,
    },
    {
      id: 'since',
      header: t(($) => $.field.since),
      sortable: false,
      width: 230,
      value: ({ since }) => since,
      cell: ({ since }) => <Time at={since} show="both" />,
    },
    {
      id: 'reason',
      header: t(($) => $.field.reason),
      sortable: false,
      width: 260,
      grow: true,
      value: ({ reason }) => reason,
    },
  ];
}

/** Alarms that a named rule keeps from asking for attention, such as maintenance or an emergency stop. */
export function SuppressedList({ choice }: { readonly choice: ReactNode }) {
  const { t } = useTranslation('alarmsAside');
  const source = usePagedRows<SuppressionRow>({
    queryKey: ['alarms.suppressed'],
    loadPage: useCallback(
      ({ cursor, signal }) => client.alarms.suppression.list({ cursor, limit: 100 }, { signal }),
      [],
    ),
    topics: ['alarms.alarms', 'alarms.suppressions'],
  });
  return (
    <WithPanel panel={null}>
      <Toolbar label={t(($) => $.lists)}>{choice}</Toolbar>
      <DataTable
        id="alarms.suppressed"
        label={t(($) => $.list.suppressed)}
        columns={useMemo(() => columnsOf(t), [t])}
        source={source}
        rowId={idOf}
        empty={
          <EmptyState
            title={t(($) => $.empty.suppressed)}
            hint={t(($) => $.empty.suppressedHint)}
          />
        }
      />
    </WithPanel>
  );
}
