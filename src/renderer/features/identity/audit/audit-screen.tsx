import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditFilter, AuditRow } from '#contract/identity/audit.ts';
import { client, orpc } from '#lib/core.ts';
import { periodOf } from '#lib/period.ts';
import { useCan } from '#lib/session.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { PeriodSelect } from '#ui/period-select.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { ToolbarComboBox } from '#ui/toolbar-combo-box.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { PersonFilter } from '#ui/person-filter.tsx';
import { usePeriodStart } from '../parts/use-period.ts';
import { auditColumns } from './audit-columns.tsx';
import { AuditPanel } from './audit-panel.tsx';
import { ExportTrail } from './export-trail.tsx';
import { VerifyTrail } from './verify-trail.tsx';

type Param = 'person' | 'action' | 'target' | 'success' | 'period';
const params = ['person', 'action', 'target', 'success', 'period'] as const;

const rowId = (row: AuditRow): string => row.id;
const toneOf = ({ success }: AuditRow) => (success ? undefined : 'strong');

/** Who did what: the trail, newest first, with its proof that nobody changed it. */
export function Screen() {
  const { t } = useTranslation('audit');
  const [view, change] = useViewParams<Param>('audit', params);
  const filter = useFilter(view);
  const source = useTrail(filter);
  const columns = useMemo(() => auditColumns(t), [t]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = source.rows.find(({ id }) => id === activeId);
  return (
    <WithPanel
      panel={
        active && <AuditPanel key={active.id} row={active} onClose={() => setActiveId(null)} />
      }
    >
      <AuditToolbar view={view} change={change} filter={filter} />
      <DataTable
        id="identity.audit"
        label={t(($) => $.trail.label)}
        columns={columns}
        source={source}
        rowId={rowId}
        toneOf={toneOf}
        onActiveChange={setActiveId}
        empty={<EmptyState title={t(($) => $.trail.none)} hint={t(($) => $.trail.noneHint)} />}
      />
    </WithPanel>
  );
}

function useFilter({ person, action, target, success, period }: ViewParams<Param>) {
  const from = usePeriodStart(period);
  return useMemo(
    (): AuditFilter => ({
      userId: person,
      action,
      targetId: target?.trim(),
      from,
      ...(success === 'no' && { success: false }),
    }),
    [person, action, target, from, success],
  );
}

function useTrail(filter: AuditFilter) {
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.identity.audit.list({ ...filter, cursor, limit: 100 }, { signal }),
    [filter],
  );
  return usePagedRows({
    queryKey: ['identity.audit', filter],
    loadPage,
  });
}

function AuditToolbar({
  view,
  change,
  filter,
}: {
  readonly view: ViewParams<Param>;
  readonly change: (change: ViewChange<Param>) => void;
  readonly filter: AuditFilter;
}) {
  const { t } = useTranslation('audit');
  const mayExport = useCan('audit:export');
  const { data: actions } = useQuery(orpc.identity.audit.actions.queryOptions());
  return (
    <Toolbar label={t(($) => $.trail.filters)}>
      <PersonFilter
        label={t(($) => $.field.person)}
        value={view.person ?? null}
        onChange={(person) => change({ person })}
      />
      <ToolbarComboBox
        label={t(($) => $.field.action)}
        options={(actions ?? []).map((action) => ({ value: action, label: action }))}
        value={view.action ?? null}
        onChange={(action) => change({ action })}
      />
      <SearchField
        label={t(($) => $.field.targetId)}
        value={view.target ?? ''}
        onChange={(target) => change({ target })}
      />
      <FilterSelect
        label={t(($) => $.field.outcome)}
        options={[{ value: 'no', label: t(($) => $.outcome.no) }]}
        value={view.success === 'no' ? 'no' : null}
        onChange={(success) => change({ success })}
      />
      <PeriodSelect value={periodOf(view.period)} onChange={(period) => change({ period })} />
      <ToolbarSpace />
      <VerifyTrail />
      {mayExport && <ExportTrail filter={filter} />}
    </Toolbar>
  );
}
