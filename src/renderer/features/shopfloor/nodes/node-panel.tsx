import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FirmwareUpdate } from '#contract/shopfloor/firmware.ts';
import type { NodeLink, ShopNode } from '#contract/shopfloor/nodes.ts';
import { useCan } from '#lib/session.ts';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Tabs } from '#ui/tabs.tsx';
import type { TabItem } from '#ui/tabs.tsx';
import { toast } from '#ui/toast-queue.ts';
import { NodeAccess } from './node-access.tsx';
import { NodeBluetooth } from './node-bluetooth.tsx';
import { NodeState } from './node-columns.tsx';
import { NodeConfig } from './node-config.tsx';
import { NodeFacts } from './node-facts.tsx';
import { NodeForm } from './node-form.tsx';
import { NodeFrames } from './node-frames.tsx';
import { NodeHistory } from './node-history.tsx';
import { NodeLine } from './node-line.tsx';

/** What a {@link NodePanel} takes. */
export interface NodePanelProps {
  /** The link as it is now; absent for a node out of service. */
  readonly link: NodeLink | undefined;
  readonly record: ShopNode;
  readonly update: FirmwareUpdate | undefined;
  /** The open tab. */
  readonly tab: string | undefined;
  readonly onTab: (tab: string) => void;
  readonly onClose: () => void;
}

/** One node: its state, line, settings, history, frames, tokens and what it is. */
export function NodePanel(props: NodePanelProps) {
  const { t } = useTranslation('shopfloor');
  const { link, record, tab = 'state', onTab, onClose } = props;
  const items = useTabs(props);
  return (
    <DetailPanel
      id="shopfloor.node"
      title={record.name}
      {...(link && { aside: <NodeState node={link} t={t} /> })}
      onClose={onClose}
    >
      <Tabs
        label={record.name}
        items={items}
        selected={items.some(({ id }) => id === tab) ? tab : 'state'}
        onSelect={onTab}
      />
    </DetailPanel>
  );
}

function useTabs({ link, record, update }: NodePanelProps): readonly TabItem[] {
  const { t: tn } = useTranslation('nodes');
  const mayManage = useCan('node:manage');
  const maySeeTokens = useCan('token:manage');
  const tabs: (TabItem | false)[] = [
    {
      id: 'state',
      label: tn(($) => $.tab.state),
      content: <NodeFacts link={link} record={record} update={update} />,
    },
    { id: 'line', label: tn(($) => $.tab.line), content: <NodeLine record={record} /> },
    {
      id: 'config',
      label: tn(($) => $.tab.config),
      content: <NodeConfig record={record} link={link} />,
    },
    {
      id: 'history',
      label: tn(($) => $.tab.history),
      content: <NodeHistory nodeKey={record.id} />,
    },
    record.isEsp32 && {
      id: 'bluetooth',
      label: tn(($) => $.tab.bluetooth),
      content: <NodeBluetooth nodeKey={record.id} />,
    },
    mayManage && {
      id: 'frames',
      label: tn(($) => $.tab.frames),
      content: <NodeFrames record={record} />,
    },
    maySeeTokens && {
      id: 'access',
      label: tn(($) => $.tab.access),
      content: <NodeAccess nodeKey={record.id} />,
    },
    mayManage && {
      id: 'settings',
      label: tn(($) => $.tab.settings),
      content: <Settings record={record} />,
    },
  ];
  return tabs.filter((tab) => tab !== false);
}

function Settings({ record }: { readonly record: ShopNode }) {
  const { t } = useTranslation('shopfloor');
  const queries = useQueryClient();
  return (
    <NodeForm
      row={record}
      onSaved={(node) => {
        toast({ tone: 'success', title: t(($) => $.done.saved, { name: node.name }) });
        void queries.invalidateQueries({ queryKey: ['shopfloor', 'whole'] });
      }}
    />
  );
}
