import { Download, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { nodeStatus, nodeType } from '#contract/shopfloor/nodes.ts';
import type { NodeLink, NodeType } from '#contract/shopfloor/nodes.ts';
import { useCan } from '#lib/session.ts';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { Button } from '#ui/button.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Switch } from '#ui/switch.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';

/** What narrows and orders the nodes. */
export const nodesParams = ['search', 'link', 'type', 'zone', 'sort'] as const;

/** What the nodes screen keeps in the address. */
export type NodesParam = (typeof nodesParams)[number] | 'tab';

/** What a {@link NodesToolbar} takes. */
export interface NodesToolbarProps {
  readonly nodes: readonly NodeLink[];
  readonly view: ViewParams<NodesParam>;
  readonly change: (change: ViewChange<NodesParam>) => void;
  readonly onAdd: () => void;
  readonly onUpdate: () => void;
}

/** Search, filters, the order by line, and what is done to nodes. */
export function NodesToolbar({ nodes, view, change, onAdd, onUpdate }: NodesToolbarProps) {
  const { t } = useTranslation('shopfloor');
  const { t: tn } = useTranslation('nodes');
  const mayManage = useCan('node:manage');
  const zones = new Map(nodes.flatMap(({ zone }) => (zone ? [[zone.id, zone.name] as const] : [])));
  return (
    <Toolbar label={t(($) => $.nodes.actions)}>
      <SearchField
        label={t(($) => $.nodes.search)}
        value={view.search ?? ''}
        onChange={(search) => change({ search })}
      />
      <FilterSelect
        label={t(($) => $.field.state)}
        options={[
          { value: 'problem', label: tn(($) => $.list.problem) },
          ...nodeStatus.options.map((value) => ({
            value,
            label: t(($) => $.nodeStatus[value]),
          })),
        ]}
        value={view.link ?? null}
        onChange={(link) => change({ link })}
      />
      <FilterSelect
        label={tn(($) => $.list.type)}
        options={nodeType.options.map((value) => ({ value, label: t(($) => $.nodeType[value]) }))}
        value={(view.type as NodeType | undefined) ?? null}
        onChange={(type) => change({ type })}
      />
      <FilterSelect
        label={t(($) => $.field.zone)}
        options={[...zones].map(([value, label]) => ({ value, label }))}
        value={view.zone ?? null}
        onChange={(zone) => change({ zone })}
      />
      <Switch
        isSelected={view.sort === 'line'}
        onChange={(on) => change({ sort: on ? 'line' : null })}
      >
        {tn(($) => $.list.sortLine)}
      </Switch>
      <ToolbarSpace />
      <SavedViews
        screen="shopfloor.nodes"
        params={nodesParams}
        view={view}
        change={change}
        tables={['shopfloor.nodes']}
      />
      {mayManage && (
        <>
          <Button icon={<Download aria-hidden="true" />} onPress={onUpdate}>
            {tn(($) => $.list.update)}
          </Button>
          <Button variant="primary" icon={<Plus aria-hidden="true" />} onPress={onAdd}>
            {t(($) => $.nodes.add)}
          </Button>
        </>
      )}
    </Toolbar>
  );
}
