import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeLink } from '#contract/shopfloor/nodes.ts';
import { client } from '#lib/core.ts';
import { mayLeave } from '#lib/unsaved-changes.ts';
import { useFormats } from '#lib/use-formats.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { useRow, useRows } from '#lib/use-rows.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import type { ViewParams } from '#lib/view-params.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { useNodes } from '../structure/use-structure.ts';
import { EnrolDialog } from './enrol-dialog.tsx';
import { nodeColumns, stateOf, troubleOf } from './node-columns.tsx';
import { NodePanel } from './node-panel.tsx';
import { nodesParams, NodesToolbar } from './nodes-toolbar.tsx';
import type { NodesParam } from './nodes-toolbar.tsx';
import { UpdateDialog } from './update-dialog.tsx';
import { useImages, useUpdates } from './use-updates.ts';

const idOf = (node: NodeLink): string => node.id;
const toneOf = (node: NodeLink) => (troubleOf(node) ? 'strong' : undefined);
const params = [...nodesParams, 'tab'] as const;

/** The controllers at the machines: which answer, what is wrong, and everything that is done to them. */
export function Screen() {
  const { t } = useTranslation('shopfloor');
  const { t: tn } = useTranslation('nodes');
  const [view, change] = useViewParams<NodesParam>('nodes', params);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState(false);
  const [updating, setUpdating] = useState(false);
  const { store, loaded } = useLiveRows(
    (signal) => client.shopfloor.nodes.live({}, { signal }),
    idOf,
  );
  const nodes = useNodes().data;
  const updates = useUpdates();
  const all = useRows(store);
  const rows = useMemo(() => narrowed(all, view), [all, view]);
  const link = useRow(store, activeId);
  const record = nodes?.find(({ id }) => id === activeId) ?? null;
  const close = async (): Promise<void> => {
    if (await mayLeave()) setActiveId(null);
  };
  const picked = chosen.size > 0 ? [...chosen] : activeId === null ? [] : [activeId];
  return (
    <WithPanel
      panel={
        record !== null && (
          <NodePanel
            key={record.id}
            link={link}
            record={record}
            update={updates.get(record.id)}
            tab={view.tab}
            onTab={(tab) => change({ tab })}
            onClose={() => void close()}
          />
        )
      }
    >
      <NodesToolbar
        nodes={all}
        view={view}
        change={change}
        onAdd={() => setAdding(true)}
        onUpdate={() => setUpdating(true)}
      />
      <DataTable
        key={view.sort ?? 'code'}
        id="shopfloor.nodes"
        label={t(($) => $.nodes.label)}
        columns={useColumns(nodes)}
        source={useMemo(
          () => ({ rows, phase: loaded ? ('ready' as const) : ('loading' as const), live: store }),
          [rows, loaded, store],
        )}
        rowId={idOf}
        toneOf={toneOf}
        onActiveChange={setActiveId}
        onSelectionChange={choose}
        empty={
          all.length > 0 ? (
            <EmptyState
              title={tn(($) => $.list.noneFound)}
              hint={tn(($) => $.list.noneFoundHint)}
            />
          ) : (
            <EmptyState title={t(($) => $.nodes.none)} hint={t(($) => $.nodes.noneHint)} />
          )
        }
      />
      {adding && <EnrolDialog store={store} onClose={() => setAdding(false)} />}
      {updating && <UpdateDialog nodes={all} picked={picked} onClose={() => setUpdating(false)} />}
    </WithPanel>
  );
}

function useColumns(nodes: ReturnType<typeof useNodes>['data']) {
  const { t } = useTranslation('shopfloor');
  const { t: tn } = useTranslation('nodes');
  const formats = useFormats();
  const images = useImages().data;
  return useMemo(() => {
    const machineCounts = new Map(
      (nodes ?? []).map(({ id, machineCount }) => [id, machineCount] as const),
    );
    return nodeColumns({ t, tn, formats, images: images ?? [], machineCounts });
  }, [t, tn, formats, images, nodes]);
}

/** Bad and lost frames a minute; a node without figures counts as the best. */
const badness = ({ recentLine }: NodeLink): number =>
  recentLine === null ? -1 : recentLine.badPerMinute + recentLine.lostPerMinute;

function narrowed(nodes: readonly NodeLink[], view: ViewParams<NodesParam>): readonly NodeLink[] {
  const { link, type, zone } = view;
  const wanted = view.search?.toLocaleLowerCase() ?? '';
  const found = nodes.filter(
    (node) =>
      (link === undefined || (link === 'problem' ? troubleOf(node) : stateOf(node) === link)) &&
      (type === undefined || node.nodeType === type) &&
      (zone === undefined || node.zone?.id === zone) &&
      `${node.nodeId} ${node.name}`.toLocaleLowerCase().includes(wanted),
  );
  return view.sort === 'line' ? found.toSorted((a, b) => badness(b) - badness(a)) : found;
}
