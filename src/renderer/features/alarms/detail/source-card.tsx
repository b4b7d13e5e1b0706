import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';

/** How the source of an alarm is now; nothing where its kind has no card or the person may not see it. */
export function SourceCard({ alarm: { sourceType, sourceId } }: { readonly alarm: Alarm }) {
  switch (sourceType) {
    case 'node':
      return <NodeCard id={sourceId} />;
    case 'machine':
      return <MachineCard id={sourceId} />;
    case 'reader':
      return <ReaderCard id={sourceId} />;
    default:
      return null;
  }
}

interface CardProps {
  readonly id: string;
}

function NodeCard({ id }: CardProps) {
  const { t } = useTranslation('alarms');
  const { data } = useQuery(
    orpc.shopfloor.nodes.list.queryOptions({
      input: { limit: 500 },
      enabled: useCan('node:read'),
      meta: { topics: ['shopfloor.nodes'] },
    }),
  );
  const node = data?.rows.find((row) => row.id === id);
  if (!node) return null;
  return (
    <Frame>
      <Description term={t(($) => $.card.state)}>
        <StatusBadge tone={node.online ? 'normal' : 'fault'}>
          {t(($) => (node.online ? $.card.online : $.card.offline))}
        </StatusBadge>
      </Description>
      <Description term={t(($) => $.card.lastSeen)}>
        {node.lastSeen !== null && <Time at={node.lastSeen} show="both" />}
      </Description>
      <Description term={t(($) => $.card.zone)}>{node.zone?.name}</Description>
      <Description term={t(($) => $.card.firmware)}>{node.firmwareVersion}</Description>
      <Description term={t(($) => $.card.machines)}>{node.machineCount}</Description>
    </Frame>
  );
}

function MachineCard({ id }: CardProps) {
  const { t } = useTranslation('alarms');
  const { data: machine } = useQuery(
    orpc.shopfloor.machines.get.queryOptions({
      input: { id },
      enabled: useCan('machine:read'),
      retry: false,
      meta: { topics: ['shopfloor.machines'] },
    }),
  );
  if (!machine) return null;
  return (
    <Frame>
      <Description term={t(($) => $.card.name)}>{machine.name}</Description>
      <Description term={t(($) => $.card.state)}>
        <StatusBadge tone={machine.condition === 'ok' ? 'normal' : 'warning'}>
          {t(($) => $.card.condition[machine.condition])}
        </StatusBadge>
      </Description>
      <Description term={t(($) => $.card.area)}>{machine.area?.name}</Description>
      <Description term={t(($) => $.card.zone)}>{machine.zone?.name}</Description>
      <Description term={t(($) => $.card.node)}>{machine.node?.name}</Description>
    </Frame>
  );
}

function ReaderCard({ id }: CardProps) {
  const { t } = useTranslation('alarms');
  const { data } = useQuery(
    orpc.identity.readers.list.queryOptions({
      enabled: useCan('reader:read'),
      meta: { topics: ['identity.readers'] },
    }),
  );
  const reader = data?.find((row) => row.id === id);
  if (!reader) return null;
  return (
    <Frame>
      <Description term={t(($) => $.card.name)}>{reader.name}</Description>
      <Description term={t(($) => $.card.port)}>
        <code>{reader.endpoint}</code>
      </Description>
    </Frame>
  );
}

function Frame({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('alarms');
  return (
    <section>
      <h3>{t(($) => $.card.title)}</h3>
      <DescriptionList>{children}</DescriptionList>
    </section>
  );
}
