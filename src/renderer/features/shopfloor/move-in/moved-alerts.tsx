import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { movedSeverity } from '#contract/shopfloor/move-in.ts';
import type { MovedAlert, MovedSeverity } from '#contract/shopfloor/move-in.ts';
import { client } from '#lib/core.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { ListChoice, moveInParams, type MoveInView } from './list-choice.tsx';

const rowId = (row: MovedAlert): string => row.id;
const answers = { yes: true, no: false } as const;
const answerOf = (text: string | undefined): keyof typeof answers | null =>
  text === 'yes' || text === 'no' ? text : null;

/** Alerts of other ShopMonitors, newest first: they are over, and nothing can be done about them here. */
export function MovedAlerts({ view, change }: MoveInView) {
  const { t } = useTranslation('moveIn');
  const [activeId, setActiveId] = useState<string | null>(null);
  const source = useAlertRows(view);
  const active = source.rows.find(({ id }) => id === activeId);
  return (
    <WithPanel panel={active && <AlertPanel alert={active} onClose={() => setActiveId(null)} />}>
      <AlertsToolbar view={view} change={change} />
      <DataTable
        id="shopfloor.moved-alerts"
        label={t(($) => $.list.alerts)}
        columns={useMemo(() => alertColumns(t), [t])}
        source={source}
        rowId={rowId}
        onActiveChange={setActiveId}
        empty={<EmptyState title={t(($) => $.alerts.none)} hint={t(($) => $.alerts.noneHint)} />}
      />
    </WithPanel>
  );
}

function useAlertRows({ search, severity, acknowledged }: MoveInView['view']) {
  const answer = answerOf(acknowledged);
  const filter = useMemo(
    () => ({
      search: search?.trim() || undefined,
      severity: movedSeverity.safeParse(severity).data,
      ...(answer && { acknowledged: answers[answer] }),
    }),
    [search, severity, answer],
  );
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.shopfloor.moveIn.alerts({ ...filter, cursor, limit: 100 }, { signal }),
    [filter],
  );
  return usePagedRows({
    queryKey: ['shopfloor.moved-alerts', filter],
    loadPage,
    topics: ['shopfloor.move_in_runs'],
  });
}

function AlertsToolbar({ view, change }: MoveInView) {
  const { t } = useTranslation('moveIn');
  return (
    <Toolbar label={t(($) => $.alerts.filters)}>
      <ListChoice view={view} change={change} />
      <SearchField
        label={t(($) => $.alerts.search)}
        value={view.search ?? ''}
        onChange={(search) => change({ search })}
      />
      <FilterSelect<MovedSeverity>
        label={t(($) => $.alerts.severity)}
        options={movedSeverity.options.map((value) => ({
          value,
          label: t(($) => $.alerts.severities[value]),
        }))}
        value={movedSeverity.safeParse(view.severity).data ?? null}
        onChange={(severity) => change({ severity })}
      />
      <FilterSelect
        label={t(($) => $.alerts.acknowledged)}
        options={[
          { value: 'yes', label: t(($) => $.alerts.yes) },
          { value: 'no', label: t(($) => $.alerts.no) },
        ]}
        value={answerOf(view.acknowledged)}
        onChange={(acknowledged) => change({ acknowledged })}
      />
      <ToolbarSpace />
      <SavedViews
        screen="operations.move-in"
        params={moveInParams}
        view={view}
        change={change}
        tables={['shopfloor.moved-alerts']}
      />
    </Toolbar>
  );
}

/** What they are over with has no colour: nothing of it is abnormal now. */
function Severity({ severity, t }: { readonly severity: MovedSeverity; readonly t: Words }) {
  return <StatusBadge tone="off">{t(($) => $.alerts.severities[severity])}</StatusBadge>;
}

type Words = TFunction<'moveIn'>;

/** The server orders them by time, so no column sorts. */
function alertColumns(t: Words): readonly TableColumn<MovedAlert>[] {
  const columns: readonly TableColumn<MovedAlert>[] = [
    {
      id: 'at',
      header: t(($) => $.alerts.at),
      width: 170,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
    {
      id: 'severity',
      header: t(($) => $.alerts.severity),
      width: 120,
      value: ({ severity }) => t(($) => $.alerts.severities[severity]),
      cell: ({ severity }) => <Severity severity={severity} t={t} />,
    },
    {
      id: 'title',
      header: t(($) => $.alerts.title),
      width: 260,
      grow: true,
      value: ({ title }) => title,
    },
    {
      id: 'machine',
      header: t(($) => $.alerts.machine),
      width: 170,
      value: ({ machine, node }) => machine?.name ?? node?.name,
    },
    {
      id: 'person',
      header: t(($) => $.alerts.person),
      width: 150,
      value: ({ fullName }) => fullName,
    },
    {
      id: 'acknowledged',
      header: t(($) => $.alerts.acknowledged),
      width: 150,
      value: ({ acknowledged, acknowledgedBy }) =>
        acknowledged ? (acknowledgedBy ?? t(($) => $.alerts.yes)) : t(($) => $.alerts.no),
    },
    {
      id: 'source',
      header: t(($) => $.alerts.source),
      width: 170,
      initiallyHidden: true,
      value: ({ sourceLabel }) => sourceLabel,
    },
  ];
  return columns.map((column) => ({ ...column, sortable: false }));
}

function AlertPanel({
  alert,
  onClose,
}: {
  readonly alert: MovedAlert;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('moveIn');
  const { acknowledgedAt, acknowledgedBy } = alert;
  return (
    <DetailPanel
      id="shopfloor.moved-alert"
      title={alert.title}
      aside={<Severity severity={alert.severity} t={t} />}
      onClose={onClose}
    >
      <p>{t(($) => $.alerts.over)}</p>
      <DescriptionList>
        <Description term={t(($) => $.alerts.at)}>
          <Time at={alert.createdAt} show="both" zone />
        </Description>
        <Description term={t(($) => $.alerts.message)}>{alert.message}</Description>
        <Description term={t(($) => $.alerts.kind)}>{alert.alertType}</Description>
        <Description term={t(($) => $.alerts.machine)}>{alert.machine?.name}</Description>
        <Description term={t(($) => $.alerts.node)}>{alert.node?.name}</Description>
        <Description term={t(($) => $.alerts.person)}>{alert.fullName}</Description>
        <Description term={t(($) => $.alerts.acknowledged)}>
          {alert.acknowledged ? (acknowledgedBy ?? t(($) => $.alerts.yes)) : t(($) => $.alerts.no)}
        </Description>
        <Description term={t(($) => $.alerts.acknowledgedAt)}>
          {acknowledgedAt !== null && <Time at={acknowledgedAt} />}
        </Description>
        <Description term={t(($) => $.alerts.source)}>{alert.sourceLabel}</Description>
      </DescriptionList>
    </DetailPanel>
  );
}
