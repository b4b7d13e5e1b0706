import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutOfServiceOrder, Shelving } from '#contract/alarms/overlays.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Time } from '#ui/time.tsx';
import { useAlarmWords } from '../alarm-words.ts';

/** Whoever did something, and when. */
function Deed({ by, at }: { readonly by: string | null; readonly at: string | null }) {
  if (at === null) return null;
  return (
    <>
      {by !== null && `${by} · `}
      <Time at={at} />
    </>
  );
}

interface AsidePanelProps {
  readonly row: Shelving | OutOfServiceOrder;
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What every list of what is set aside tells of one row. */
function AsidePanel({ row, onClose, actions, children }: AsidePanelProps) {
  const { t } = useTranslation('alarmsAside');
  const { title } = useAlarmWords();
  return (
    <DetailPanel
      id="alarms.aside"
      title={title(row)}
      onClose={onClose}
      {...(actions !== undefined && { actions })}
    >
      <DescriptionList>
        <Description term={t(($) => $.field.source)}>{row.sourceName}</Description>
        <Description term={t(($) => $.field.now)}>
          {t(($) => (row.state === null ? $.now.normal : $.now.standing))}
        </Description>
        <Description term={t(($) => $.field.reason)}>{row.reason}</Description>
        {children}
      </DescriptionList>
    </DetailPanel>
  );
}

/** A shelving: who set it aside, until when and why. */
export function ShelvingPanel({
  shelving,
  onClose,
}: {
  readonly shelving: Shelving;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('alarmsAside');
  return (
    <AsidePanel row={shelving} onClose={onClose}>
      <Description term={t(($) => $.field.by)}>
        <Deed by={shelving.shelvedByName} at={shelving.shelvedAt} />
      </Description>
      <Description term={t(($) => $.field.until)}>
        <Time at={shelving.until} show="both" zone />
      </Description>
      <Description term={t(($) => $.field.ends)}>
        {t(($) => (shelving.oneShot ? $.ends.oneShot : $.ends.time))}
      </Description>
    </AsidePanel>
  );
}

/** An order: who asked, who decided, with what words, and which work it is for. */
export function OrderPanel({
  order,
  actions,
  onClose,
}: {
  readonly order: OutOfServiceOrder;
  readonly actions: ReactNode;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('alarmsAside');
  return (
    <AsidePanel row={order} onClose={onClose} actions={actions}>
      <Description term={t(($) => $.field.status)}>{t(($) => $.status[order.status])}</Description>
      <Description term={t(($) => $.field.workOrder)}>{order.workOrder}</Description>
      <Description term={t(($) => $.field.requestedBy)}>
        <Deed by={order.requestedByName} at={order.requestedAt} />
      </Description>
      {order.decidedAt !== null && (
        <>
          <Description term={t(($) => $.field.decidedBy)}>
            <Deed by={order.decidedByName} at={order.decidedAt} />
          </Description>
          <Description term={t(($) => $.note)}>{order.decisionNote}</Description>
        </>
      )}
      {order.expectedUntil !== null && (
        <Description term={t(($) => $.field.until)}>
          <Time at={order.expectedUntil} show="both" zone />
        </Description>
      )}
    </AsidePanel>
  );
}
