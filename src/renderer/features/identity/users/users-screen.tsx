import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { userStatuses } from '#contract/identity/users.ts';
import type { UserRow } from '#contract/identity/users.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { Button } from '#ui/button.tsx';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { NewUserPanel } from './new-user-panel.tsx';
import { useRoles } from './use-roles.ts';
import { userColumns } from './user-columns.tsx';
import { UserPanel } from './user-panel.tsx';

type Param = 'search' | 'status' | 'role';
const params = ['search', 'status', 'role'] as const;

const rowId = (row: UserRow): string => row.id;
const toneOf = ({ status }: UserRow) => (status === 'locked' ? 'strong' : undefined);
const statusOf = (text: string | undefined) => userStatuses.find((status) => status === text);

/** The directory of people. Contact data is read only when somebody opens a record. */
export function Screen() {
  const { t } = useTranslation('users');
  const [view, change] = useViewParams<Param>('users', params);
  const source = useUserRows(view);
  const columns = useMemo(() => userColumns(t), [t]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [openedId, setOpenedId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  // The table tells again whenever the function is another one, which would close the record.
  const follow = useCallback((id: string | null): void => {
    setActiveId(id);
    setOpenedId(null);
    setAdding(false);
  }, []);
  const active = source.rows.find(({ id }) => id === activeId);
  const close = (): void => {
    setAdding(false);
    setActiveId(null);
  };
  return (
    <WithPanel
      panel={
        adding ? (
          <NewUserPanel onClose={close} />
        ) : (
          active && (
            <UserPanel
              key={active.id}
              row={active}
              opened={openedId === active.id}
              onOpen={() => setOpenedId(active.id)}
              onClose={close}
            />
          )
        )
      }
    >
      <UsersToolbar view={view} change={change} onAdd={() => setAdding(true)} />
      <DataTable
        id="identity.users"
        label={t(($) => $.list.label)}
        columns={columns}
        source={source}
        rowId={rowId}
        toneOf={toneOf}
        onActiveChange={follow}
        onOpen={({ id }) => setOpenedId(id)}
        empty={<EmptyState title={t(($) => $.list.none)} hint={t(($) => $.list.noneHint)} />}
      />
    </WithPanel>
  );
}

function useUserRows({ search, status, role }: ViewParams<Param>) {
  const filter = useMemo(
    () => ({
      ...(search !== undefined && { search: search.slice(0, 100) }),
      status: statusOf(status),
      roleId: role,
    }),
    [search, status, role],
  );
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.identity.users.list({ ...filter, cursor, limit: 100 }, { signal }),
    [filter],
  );
  return usePagedRows({
    queryKey: ['identity.users', filter],
    loadPage,
    topics: ['identity.users', 'identity.badges'],
  });
}

function UsersToolbar({
  view,
  change,
  onAdd,
}: {
  readonly view: ViewParams<Param>;
  readonly change: (change: ViewChange<Param>) => void;
  readonly onAdd: () => void;
}) {
  const { t } = useTranslation('users');
  const roles = useRoles();
  const mayCreate = useCan('user:create');
  return (
    <Toolbar label={t(($) => $.list.actions)}>
      <SearchField
        label={t(($) => $.list.search)}
        value={view.search ?? ''}
        onChange={(search) => change({ search })}
      />
      <FilterSelect
        label={t(($) => $.field.status)}
        options={userStatuses.map((value) => ({ value, label: t(($) => $.status[value]) }))}
        value={statusOf(view.status) ?? null}
        onChange={(status) => change({ status })}
      />
      {roles.length > 0 && (
        <FilterSelect
          label={t(($) => $.field.role)}
          options={roles.map(({ id, name }) => ({ value: id, label: name }))}
          value={view.role ?? null}
          onChange={(role) => change({ role })}
        />
      )}
      <ToolbarSpace />
      {mayCreate && (
        <Button variant="primary" icon={<Plus aria-hidden="true" />} onPress={onAdd}>
          {t(($) => $.list.add)}
        </Button>
      )}
    </Toolbar>
  );
}
