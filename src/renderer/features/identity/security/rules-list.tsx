import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecurityRule } from '#contract/identity/security.ts';
import { orpc } from '#lib/core.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { ListChoice } from './list-choice.tsx';
import type { SecurityView } from './list-choice.tsx';
import { RulePanel } from './rule-panel.tsx';

const rowId = (row: SecurityRule): string => row.rule;

/** From when on refusals and badges at several places are taken for misuse. */
export function RulesList({ view, change }: SecurityView) {
  const { t: audit } = useTranslation('audit');
  const { t } = useTranslation('securityRules');
  const { data, error, refetch } = useQuery(
    orpc.identity.security.rules.queryOptions({ meta: { topics: ['identity.security_rules'] } }),
  );
  const failed = useMemo(() => ({ error, retry: () => void refetch() }), [error, refetch]);
  const columns = useMemo(() => ruleColumns(t), [t]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = data?.find(({ rule }) => rule === activeId);
  return (
    <WithPanel
      panel={
        active && (
          <RulePanel
            key={`${active.rule} ${active.version}`}
            read={active}
            onClose={() => setActiveId(null)}
          />
        )
      }
    >
      <Toolbar label={audit(($) => $.security.filters)}>
        <ListChoice view={view} change={change} />
      </Toolbar>
      <DataTable
        id="identity.security-rules"
        label={audit(($) => $.security.list.rules)}
        columns={columns}
        source={useGivenRows(data, failed)}
        rowId={rowId}
        onActiveChange={setActiveId}
      />
    </WithPanel>
  );
}

function ruleColumns(
  t: ReturnType<typeof useTranslation<'securityRules'>>['t'],
): readonly TableColumn<SecurityRule>[] {
  return [
    {
      id: 'rule',
      header: t(($) => $.column.rule),
      width: 320,
      grow: true,
      alwaysShown: true,
      value: (row) => t(($) => $.rule[row.rule].name),
    },
    {
      id: 'state',
      header: t(($) => $.column.state),
      width: 120,
      value: (row) => t(($) => (row.isEnabled ? $.watched : $.off)),
      cell: (row) => (
        <StatusBadge tone={row.isEnabled ? 'normal' : 'warning'}>
          {t(($) => (row.isEnabled ? $.watched : $.off))}
        </StatusBadge>
      ),
    },
    {
      id: 'threshold',
      header: t(($) => $.column.threshold),
      width: 120,
      align: 'end',
      value: (row) => row.threshold,
    },
    {
      id: 'within',
      header: t(($) => $.column.within),
      width: 140,
      align: 'end',
      value: (row) => row.withinSeconds,
      cell: (row) =>
        row.withinSeconds === null ? '–' : t(($) => $.seconds, { count: row.withinSeconds ?? 0 }),
    },
    {
      id: 'changed',
      header: t(($) => $.column.changed),
      width: 170,
      value: (row) => row.updatedAt,
      cell: (row) => <Time at={row.updatedAt} />,
    },
  ];
}
