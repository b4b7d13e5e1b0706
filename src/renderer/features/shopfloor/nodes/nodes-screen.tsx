import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeLink } from '#contract/shopfloor/nodes.ts';
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
import { SearchField } from '#ui/search-field.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { useNodes } from '../structure/use-structure.ts';
import { nodeColumns, troubleOf } from './node-columns.tsx';
import { NodePanel } from './node-panel.tsx';

const idOf = (node: NodeLink): string => node.id;
const toneOf = (node: NodeLink) => (troubleOf(node) ? 'strong' : undefined);

/** The controllers at the machines: which answer, how good their lines are, and how they are reached. */
export function Screen() {
  const { t } = useTranslation('shopfloor');
  const [view, change] = useViewParams('nodes', ['search', 'link']);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const { store, loaded } = useLiveRows(
    (signal) => client.shopfloor.nodes.live({}, { signal }),
    idOf,
  );
  const nodes = useNodes().data;
  const machineCounts = useMemo(
    () => new Map((nodes ?? []).map(({ id, machineCount }) => [id, machineCount])),
    [nodes],
  );
  const columns = useMemo(() => nodeColumns(t, machineCounts), [t, machineCounts]);
  const all = useRows(store);
  const rows = useMemo(() => narrowed(all, view.search, view.link), [all, view.search, view.link]);
  const link = useRow(store, activeId);
  const record = nodes?.find(({ id }) => id === activeId) ?? null;
  const open = adding || (activeId !== null && record !== null);
  const closeNow = (): void => {
    setAdding(false);
    setActiveId(null);
  };
  const close = async (): Promise<void> => {
    if (await mayLeave()) closeNow();
  };
  return (
    <WithPanel
      panel={
        open && (
          <NodePanel
            key={adding ? 'new' : activeId}
            link={adding ? undefined : link}
            record={adding ? null : record}
            onClose={() => void close()}
            onCreated={closeNow}
          />
        )
      }
    >
      <Toolbar label={t(($) => $.nodes.actions)}>
        <SearchField
          label={t(($) => $.nodes.search)}
          value={view.search ?? ''}
          onChange={(search) => change({ search })}
        />
        <FilterSelect
          label={t(($) => $.field.state)}
          options={[
            { value: 'online', label: t(($) => $.nodeStatus.online) },
            { value: 'offline', label: t(($) => $.nodeStatus.offline) },
          ]}
          value={view.link ?? null}
          onChange={(value) => change({ link: value })}
        />
        <ToolbarSpace />
        <AddNode onAdd={() => setAdding(true)} />
      </Toolbar>
      <DataTable
        id="shopfloor.nodes"
        label={t(($) => $.nodes.label)}
        columns={columns}
        source={useMemo(
          () => ({ rows, phase: loaded ? ('ready' as const) : ('loading' as const), live: store }),
          [rows, loaded, store],
        )}
        rowId={idOf}
        toneOf={toneOf}
        onActiveChange={setActiveId}
        empty={<EmptyState title={t(($) => $.nodes.none)} hint={t(($) => $.nodes.noneHint)} />}
      />
    </WithPanel>
  );
}

function AddNode({ onAdd }: { readonly onAdd: () => void }) {
  const { t } = useTranslation('shopfloor');
  if (!useCan('node:manage')) return null;
  return (
    <Button variant="primary" icon={<Plus aria-hidden="true" />} onPress={onAdd}>
      {t(($) => $.nodes.add)}
    </Button>
  );
}

function narrowed(
  nodes: readonly NodeLink[],
  search: string | undefined,
  link: string | undefined,
): readonly NodeLink[] {
  const wanted = search?.toLocaleLowerCase() ?? '';
  return nodes.filter(
    ({ nodeId, name, online }) =>
      (link === undefined || online === (link === 'online')) &&
      `${nodeId} ${name}`.toLocaleLowerCase().includes(wanted),
  );
}
