import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplayRow } from '#contract/identity/displays.ts';
import { client } from '#lib/core.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { Button } from '#ui/button.tsx';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { SecretOnce } from '../parts/secret-once.tsx';
import type { OnceShown } from '../parts/secret-once.tsx';
import { displayColumns } from './display-columns.tsx';
import { DisplayPanel } from './display-panel.tsx';
import { displayFilters } from './display-state.tsx';
import { NewDisplayPanel } from './new-display-panel.tsx';

const rowId = (row: DisplayRow): string => row.id;

/** The wall displays: what each shows, until when, and where it was seen last. */
export function Screen() {
  const { t } = useTranslation('displays');
  const [view, change] = useViewParams('displays', ['state']);
  const state = displayFilters.find((known) => known === view.state);
  const source = useDisplayRows(state);
  const columns = useMemo(() => displayColumns(t), [t]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<OnceShown | null>(null);
  const active = source.rows.find(({ id }) => id === activeId);
  const follow = useCallback((id: string | null): void => {
    setActiveId(id);
    setAdding(false);
  }, []);
  const close = (): void => {
    setAdding(false);
    setActiveId(null);
  };
  return (
    <WithPanel
      panel={
        adding ? (
          <NewDisplayPanel onMade={setShown} onClose={close} />
        ) : (
          active && (
            <DisplayPanel key={active.id} display={active} onMade={setShown} onClose={close} />
          )
        )
      }
    >
      <Toolbar label={t(($) => $.actions)}>
        <FilterSelect
          label={t(($) => $.state.label)}
          options={displayFilters.map((value) => ({ value, label: t(($) => $.filter[value]) }))}
          value={state ?? null}
          onChange={(value) => change({ state: value })}
        />
        <ToolbarSpace />
        <Button
          variant="primary"
          icon={<Plus aria-hidden="true" />}
          onPress={() => setAdding(true)}
        >
          {t(($) => $.add)}
        </Button>
      </Toolbar>
      <DataTable
        id="identity.displays"
        label={t(($) => $.label)}
        columns={columns}
        source={source}
        rowId={rowId}
        onActiveChange={follow}
        empty={<EmptyState title={t(($) => $.none)} hint={t(($) => $.noneHint)} />}
      />
      <SecretOnce shown={shown} onClose={() => setShown(null)} />
    </WithPanel>
  );
}

function useDisplayRows(state: (typeof displayFilters)[number] | undefined) {
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.identity.displays.list({ state, cursor, limit: 100 }, { signal }),
    [state],
  );
  return usePagedRows({
    queryKey: ['identity.displays', state],
    loadPage,
    topics: ['identity.displays'],
  });
}
