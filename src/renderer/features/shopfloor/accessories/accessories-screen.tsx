import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ioType } from '#contract/shopfloor/accessories.ts';
import type { Accessory } from '#contract/shopfloor/accessories.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { mayLeave } from '#lib/unsaved-changes.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { useRow, useRows } from '#lib/use-rows.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { Button } from '#ui/button.tsx';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { accessoryColumns, fits } from './accessory-columns.tsx';
import { AccessoryPanel } from './accessory-panel.tsx';
import { troubled } from './accessory-state.tsx';

const idOf = (accessory: Accessory): string => accessory.id;
const toneOf = (accessory: Accessory) => (troubled(accessory) ? 'strong' : undefined);

const params = ['search', 'type'] as const;

/** Inputs and outputs of nodes, live: what they are, what they are to be, and what comes next. */
export function Screen() {
  const { t } = useTranslation('safety');
  const [view, change] = useViewParams('accessories', params);
  const mayManage = useCan('node:manage');
  const [activeId, setActiveId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const { store, loaded } = useLiveRows(
    (signal) => client.shopfloor.accessories.live({}, { signal }),
    idOf,
  );
  const columns = useMemo(() => accessoryColumns(t), [t]);
  const all = useRows(store);
  const type = ioType.safeParse(view.type).data;
  const rows = useMemo(
    () =>
      all.filter((one) => (type === undefined || one.ioType === type) && fits(one, view.search)),
    [all, type, view.search],
  );
  const active = useRow(store, activeId);
  const closeNow = (): void => {
    setAdding(false);
    setActiveId(null);
  };
  return (
    <WithPanel
      panel={
        (adding || active) && (
          <AccessoryPanel
            key={adding ? 'new' : activeId}
            accessory={adding ? null : (active ?? null)}
            onClose={() => void mayLeave().then((leave) => leave && closeNow())}
            onCreated={closeNow}
          />
        )
      }
    >
      <Toolbar label={t(($) => $.io.actions)}>
        <SearchField
          label={t(($) => $.io.search)}
          value={view.search ?? ''}
          onChange={(search) => change({ search })}
        />
        <FilterSelect
          label={t(($) => $.io.field.type)}
          options={ioType.options.map((value) => ({ value, label: t(($) => $.io[value]) }))}
          value={type ?? null}
          onChange={(value) => change({ type: value })}
        />
        <ToolbarSpace />
        <SavedViews
          screen="shopfloor.accessories"
          params={params}
          view={view}
          change={change}
          tables={['shopfloor.accessories']}
        />
        {mayManage && (
          <Button icon={<Plus aria-hidden="true" />} onPress={() => setAdding(true)}>
            {t(($) => $.io.add)}
          </Button>
        )}
      </Toolbar>
      <DataTable
        id="shopfloor.accessories"
        label={t(($) => $.io.label)}
        columns={columns}
        source={{ rows, phase: loaded ? 'ready' : 'loading', live: store }}
        rowId={idOf}
        defaultSort={{ columnId: 'name', descending: false }}
        toneOf={toneOf}
        onActiveChange={(id) => void mayLeave().then((leave) => leave && setActiveId(id))}
        empty={<EmptyState title={t(($) => $.io.none)} hint={t(($) => $.io.noneHint)} />}
      />
    </WithPanel>
  );
}
