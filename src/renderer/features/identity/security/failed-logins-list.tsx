import type { TFunction } from 'i18next';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailedLoginRow } from '#contract/identity/security.ts';
import { client } from '#lib/core.ts';
import { periodOf } from '#lib/period.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { PeriodSelect } from '#ui/period-select.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Time } from '#ui/time.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { usePeriodStart } from '../parts/use-period.ts';
import { ListChoice, securityParams } from './list-choice.tsx';
import type { SecurityView } from './list-choice.tsx';

const rowId = (row: FailedLoginRow): string => row.id;

/** Attempts to sign in that were refused, newest first. */
export function FailedLoginsList({ view, change }: SecurityView) {
  const { t } = useTranslation('audit');
  const columns = useMemo(() => failedColumns(t), [t]);
  return (
    <>
      <Toolbar label={t(($) => $.security.filters)}>
        <ListChoice view={view} change={change} />
        <SearchField
          label={t(($) => $.field.typedName)}
          value={view.username ?? ''}
          onChange={(username) => change({ username })}
        />
        <SearchField
          label={t(($) => $.field.address)}
          value={view.address ?? ''}
          onChange={(address) => change({ address })}
        />
        <PeriodSelect value={periodOf(view.period)} onChange={(period) => change({ period })} />
        <ToolbarSpace />
        <SavedViews
          screen="identity.security-events"
          params={securityParams}
          view={view}
          change={change}
          tables={['identity.failed-logins']}
        />
      </Toolbar>
      <DataTable
        id="identity.failed-logins"
        label={t(($) => $.security.list.failed)}
        columns={columns}
        source={useFailedRows(view)}
        rowId={rowId}
        empty={
          <EmptyState
            title={t(($) => $.security.noneFailed)}
            hint={t(($) => $.security.noneFailedHint)}
          />
        }
      />
    </>
  );
}

function useFailedRows({ username, address, period }: SecurityView['view']) {
  const from = usePeriodStart(period);
  const filter = useMemo(
    () => ({ username: username?.trim(), ipAddress: address?.trim(), from }),
    [username, address, from],
  );
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.identity.security.failedLogins({ ...filter, cursor, limit: 100 }, { signal }),
    [filter],
  );
  return usePagedRows({
    queryKey: ['identity.failed', filter],
    loadPage,
    topics: ['identity.security_events'],
  });
}

function failedColumns(t: TFunction<'audit'>): readonly TableColumn<FailedLoginRow>[] {
  const fixed = { sortable: false } as const;
  return [
    {
      ...fixed,
      id: 'at',
      header: t(($) => $.field.at),
      width: 170,
      value: ({ at }) => at,
      cell: ({ at }) => <Time at={at} />,
    },
    {
      ...fixed,
      id: 'username',
      header: t(($) => $.field.typedName),
      width: 220,
      value: ({ username }) => username,
    },
    {
      ...fixed,
      id: 'address',
      header: t(($) => $.field.address),
      width: 160,
      value: ({ ipAddress }) => ipAddress,
    },
    {
      ...fixed,
      id: 'agent',
      header: t(($) => $.field.userAgent),
      width: 260,
      grow: true,
      value: ({ userAgent }) => userAgent,
    },
  ];
}
