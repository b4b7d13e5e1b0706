import { useTranslation } from 'react-i18next';
import type { Accessory } from '#contract/shopfloor/accessories.ts';
import { useCan } from '#lib/session.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { Time } from '#ui/time.tsx';
import { toast } from '#ui/toast-queue.ts';
import { AccessoryForm } from './accessory-form.tsx';
import { AccessoryHistory } from './accessory-history.tsx';
import { AccessoryState, NextChange } from './accessory-state.tsx';
import { TestButtons } from './test-buttons.tsx';

/** What an {@link AccessoryPanel} takes. */
export interface AccessoryPanelProps {
  /** As it is now; null for a new one. */
  readonly accessory: Accessory | null;
  readonly onClose: () => void;
  readonly onCreated: () => void;
}

/** One input or output: its state, its settings, and what it did. */
export function AccessoryPanel({ accessory, onClose, onCreated }: AccessoryPanelProps) {
  const { t } = useTranslation('safety');
  const mayManage = useCan('node:manage');
  const form = (
    <AccessoryForm
      row={accessory}
      onSaved={({ name }) => {
        toast({ tone: 'success', title: t(($) => $.io.saved, { name }) });
        if (accessory === null) onCreated();
      }}
    />
  );
  if (accessory === null) {
    return (
      <DetailPanel id="shopfloor.accessory" title={t(($) => $.io.add)} onClose={onClose}>
        {form}
      </DetailPanel>
    );
  }
  return (
    <DetailPanel
      id="shopfloor.accessory"
      title={accessory.name}
      aside={<AccessoryState accessory={accessory} />}
      onClose={onClose}
      {...(mayManage &&
        accessory.ioType === 'output' && { actions: <TestButtons accessory={accessory} /> })}
    >
      <Tabs
        label={accessory.name}
        items={[
          {
            id: 'state',
            label: t(($) => $.io.stateTab),
            content: <Facts accessory={accessory} />,
          },
          ...(mayManage
            ? [{ id: 'settings', label: t(($) => $.io.settingsTab), content: form }]
            : []),
          {
            id: 'history',
            label: t(($) => $.io.historyTab),
            content: <AccessoryHistory accessoryId={accessory.id} />,
          },
        ]}
      />
    </DetailPanel>
  );
}

function Facts({ accessory }: { readonly accessory: Accessory }) {
  const { t } = useTranslation(['safety', 'shopfloor']);
  const { node, rawLevel, lastChanged, machines, ioType } = accessory;
  const seconds = t(($) => $.form.seconds, { ns: 'shopfloor' });
  return (
    <DescriptionList>
      <Description term={t(($) => $.io.field.type)}>{t(($) => $.io[ioType])}</Description>
      <Description term={t(($) => $.io.field.node)}>
        {node.nodeId} · {t(($) => $.io.field.terminal)} {accessory.ioNumber}
      </Description>
      <Description term={t(($) => $.io.field.raw)}>
        {rawLevel === null ? null : t(($) => (rawLevel ? $.io.high : $.io.low))}
      </Description>
      <Description term={t(($) => $.io.field.since)}>
        {lastChanged === null ? null : <Time at={lastChanged} show="both" zone />}
      </Description>
      <Description term={t(($) => $.io.field.next)}>
        <NextChange accessory={accessory} />
      </Description>
      <Description term={t(($) => $.io.field.machines)}>
        {machines.length === 0
          ? t(($) => $.io.noMachine)
          : machines.map(({ machineId, name }) => `${machineId} ${name}`).join(', ')}
      </Description>
      {ioType === 'output' && (
        <>
          <Description term={t(($) => $.io.field.activationDelay)}>
            {accessory.activationDelay} {seconds}
          </Description>
          <Description term={t(($) => $.io.field.deactivationDelay)}>
            {accessory.deactivationDelay} {seconds}
          </Description>
        </>
      )}
      <Description term={t(($) => $.io.field.description)}>{accessory.description}</Description>
    </DescriptionList>
  );
}
