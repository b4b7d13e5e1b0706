import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { NodeLink, ShopNode } from '#contract/shopfloor/nodes.ts';
import { useCan } from '#lib/session.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { Time } from '#ui/time.tsx';
import { toast } from '#ui/toast-queue.ts';
import styles from '../machines/machine-panel.module.css';
import { useMachines } from '../structure/use-structure.ts';
import { NodeState } from './node-columns.tsx';
import { NodeForm } from './node-form.tsx';

/** What a {@link NodePanel} takes. */
export interface NodePanelProps {
  /** The link as it is now; absent for a new node. */
  readonly link: NodeLink | undefined;
  /** The node's settings; null for a new one. */
  readonly record: ShopNode | null;
  readonly onClose: () => void;
  /** A new node was saved; there is nothing left to ask. */
  readonly onCreated: () => void;
}

/** One node: its link, the machines it releases, and its settings. */
export function NodePanel({ link, record, onClose, onCreated }: NodePanelProps) {
  const { t } = useTranslation('shopfloor');
  const queries = useQueryClient();
  const mayManage = useCan('node:manage');
  const form = (
    <NodeForm
      row={record}
      onSaved={(node) => {
        toast({ tone: 'success', title: t(($) => $.done.saved, { name: node.name }) });
        void queries.invalidateQueries({ queryKey: ['shopfloor', 'whole'] });
        if (record === null) onCreated();
      }}
    />
  );
  return (
    <DetailPanel
      id="shopfloor.node"
      title={record?.name ?? t(($) => $.nodes.add)}
      {...(link && { aside: <NodeState node={link} t={t} /> })}
      onClose={onClose}
    >
      {record === null && form}
      {record !== null && !mayManage && <NodeFacts link={link} record={record} />}
      {record !== null && mayManage && (
        <Tabs
          label={record.name}
          items={[
            {
              id: 'state',
              label: t(($) => $.nodes.stateTab),
              content: <NodeFacts link={link} record={record} />,
            },
            { id: 'settings', label: t(($) => $.nodes.settingsTab), content: form },
          ]}
        />
      )}
    </DetailPanel>
  );
}

function NodeFacts({
  link,
  record,
}: {
  readonly link: NodeLink | undefined;
  readonly record: ShopNode;
}) {
  const { t } = useTranslation('shopfloor');
  const machines = (useMachines().data ?? []).filter(({ node }) => node?.id === record.id);
  const line = link?.line;
  return (
    <div className={styles.stack}>
      <DescriptionList>
        <Description term={t(($) => $.field.code)}>{record.nodeId}</Description>
        <Description term={t(($) => $.field.type)}>
          {t(($) => $.nodeType[record.nodeType])}
        </Description>
        <Description term={t(($) => $.field.zone)}>{record.zone?.name}</Description>
        <Description term={t(($) => $.field.endpoint)}>
          {record.endpoint && <code>{record.endpoint}</code>}
        </Description>
        <Description term={t(($) => $.field.lastSeen)}>
          {link?.lastSeen && <Time at={link.lastSeen} show="both" zone />}
        </Description>
        <Description term={t(($) => $.field.firmware)}>{link?.firmwareVersion}</Description>
        <Description term={t(($) => $.field.resetReason)}>{link?.resetReason}</Description>
        <Description term={t(($) => $.field.goodFrames)}>{line?.goodFrames}</Description>
        <Description term={t(($) => $.field.badFrames)}>{line?.badFrames}</Description>
        <Description term={t(($) => $.field.lostFrames)}>{line?.lostFrames}</Description>
      </DescriptionList>
      <section>
        <h3 className={styles.heading}>{t(($) => $.machines.label)}</h3>
        {machines.length === 0 && <p className={styles.quiet}>{t(($) => $.nodes.noMachines)}</p>}
        <ul className={styles.sessions}>
          {machines.map(({ id, name, machineId, nodePort }) => (
            <li key={id}>
              <Link href={`/shopfloor/machines?machines.open=${id}`}>
                {machineId} {name}
              </Link>
              <span className={styles.quiet}>{t(($) => $.nodes.port, { port: nodePort })}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
