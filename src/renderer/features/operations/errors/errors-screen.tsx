import { CheckCheck } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorLog } from '#contract/operations.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { useAction } from '#ui/use-action.ts';
import { Button } from '#ui/button.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { ErrorPanel } from './error-panel.tsx';

const rowId = (row: ErrorLog): string => String(row.id);
const toneOf = ({ isResolved }: ErrorLog) => (isResolved ? undefined : 'strong');

/** Failures nobody foresaw, by the number a person was given. */
export function Screen() {
  const { t } = useTranslation('operations');
  const [view, change] = useViewParams('errors', ['state', 'incident']);
  const source = useErrorRows(view.state, view.incident);
  const columns = useMemo(() => errorColumns(t), [t]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const active = source.rows.find((row) => rowId(row) === activeId);
  const open = source.rows.filter((row) => !row.isResolved && selected.has(rowId(row)));
  return (
    <WithPanel
      panel={
        active && <ErrorPanel key={active.id} error={active} onClose={() => setActiveId(null)} />
      }
    >
      <Toolbar label={t(($) => $.errors.filters)}>
        <SearchField
          label={t(($) => $.errors.incident)}
          value={view.incident ?? ''}
          onChange={(incident) => change({ incident })}
        />
        <FilterSelect
          label={t(($) => $.field.state)}
          options={[
            { value: 'open', label: t(($) => $.errors.open) },
            { value: 'resolved', label: t(($) => $.errors.resolved) },
          ]}
          value={view.state ?? null}
          onChange={(state) => change({ state })}
        />
        <ToolbarSpace />
        <Resolve errors={open} />
      </Toolbar>
      <DataTable
        id="operations.errors"
        label={t(($) => $.errors.label)}
        columns={columns}
        source={source}
        rowId={rowId}
        toneOf={toneOf}
        onActiveChange={setActiveId}
        onSelectionChange={setSelected}
        empty={<EmptyState title={t(($) => $.errors.none)} hint={t(($) => $.errors.noneHint)} />}
      />
    </WithPanel>
  );
}

function useErrorRows(state: string | undefined, incident: string | undefined) {
  const filter = useMemo(
    () => ({
      ...(state !== undefined && { resolved: state === 'resolved' }),
      incident: incident?.trim().slice(0, 20),
    }),
    [state, incident],
  );
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.operations.errors.list({ ...filter, cursor, limit: 100 }, { signal }),
    [filter],
  );
  return usePagedRows({
    queryKey: ['operations.errors', filter],
    loadPage,
    topics: ['operations.error_logs'],
  });
}

function Resolve({ errors }: { readonly errors: readonly ErrorLog[] }) {
  const { t } = useTranslation('operations');
  const mayResolve = useCan('error-log:resolve');
  const { busy, run } = useAction(client.operations.errors.resolve, {
    done: ({ resolved }) => t(($) => $.errors.done, { count: resolved.length }),
  });
  if (!mayResolve) return null;
  return (
    <Button
      variant="primary"
      icon={<CheckCheck aria-hidden="true" />}
      busy={busy}
      isDisabled={errors.length === 0}
      onPress={() => run({ ids: errors.slice(0, 500).map(({ id }) => id) })}
    >
      {t(($) => $.errors.resolve, { count: errors.length })}
    </Button>
  );
}

function errorColumns(t: TFunction<'operations'>): readonly TableColumn<ErrorLog>[] {
  const fixed = { sortable: false } as const;
  return [
    {
      ...fixed,
      id: 'time',
      header: t(($) => $.field.time),
      width: 170,
      value: ({ timestamp }) => timestamp,
      cell: ({ timestamp }) => <Time at={timestamp} />,
    },
    {
      ...fixed,
      id: 'state',
      header: t(($) => $.field.state),
      width: 110,
      value: ({ isResolved }) => isResolved,
      cell: ({ isResolved }) => (
        <StatusBadge tone={isResolved ? 'off' : 'warning'}>
          {t(($) => (isResolved ? $.errors.resolved : $.errors.open))}
        </StatusBadge>
      ),
    },
    {
      ...fixed,
      id: 'incident',
      header: t(($) => $.errors.incident),
      width: 120,
      value: ({ incident }) => incident,
      cell: ({ incident }) => <code>{incident}</code>,
    },
    {
      ...fixed,
      id: 'type',
      header: t(($) => $.field.type),
      width: 170,
      value: ({ errorType }) => errorType,
    },
    {
      ...fixed,
      id: 'message',
      header: t(($) => $.field.message),
      width: 320,
      grow: true,
      value: ({ message }) => message,
    },
    {
      ...fixed,
      id: 'where',
      header: t(($) => $.field.where),
      width: 220,
      value: ({ requestPath, appContext }) => requestPath ?? appContext,
    },
  ];
}
