import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeferredRecord } from '#contract/shopfloor/deferred.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Time } from '#ui/time.tsx';
import { toast } from '#ui/toast-queue.ts';
import { useAction } from '#ui/use-action.ts';
import { WaitingState } from './waiting-state.tsx';

/** What a {@link WaitingPanel} takes. */
export interface WaitingPanelProps {
  readonly record: DeferredRecord;
  readonly onClose: () => void;
}

/** One record that waits, why, and what may be done with one that was set aside. */
export function WaitingPanel({ record, onClose }: WaitingPanelProps) {
  const { t } = useTranslation('waiting');
  const [entity, key] = record.about.split(':');
  const about = entity === 'node' || entity === 'machine' ? t(($) => $.about[entity]) : entity;
  return (
    <DetailPanel
      id="shopfloor.waiting"
      title={t(($) => $.kind[record.kind])}
      aside={<WaitingState record={record} t={t} />}
      onClose={onClose}
      {...(record.parked && { actions: <ParkedActions record={record} onClose={onClose} /> })}
    >
      <Banner tone={record.parked ? 'error' : 'warning'}>
        {t(($) => $.panel[record.parked ? 'parked' : 'waiting'])}
      </Banner>
      <DescriptionList>
        <Description term={t(($) => $.field.about)}>
          {about} <code>{key}</code>
        </Description>
        <Description term={t(($) => $.field.happened)}>
          {record.happenedAt !== null && <Time at={record.happenedAt} show="both" zone />}
        </Description>
        <Description term={t(($) => $.field.queued)}>
          <Time at={record.queuedAt} show="both" zone />
        </Description>
        <Description term={t(($) => $.field.attempts)}>{record.attempts}</Description>
        <Description term={t(($) => $.field.reason)}>{record.reason}</Description>
      </DescriptionList>
    </DetailPanel>
  );
}

function ParkedActions({ record, onClose }: WaitingPanelProps) {
  const { t } = useTranslation('waiting');
  const words = useErrorText();
  const mayManage = useCan('node:manage');
  const [asking, setAsking] = useState(false);
  const { id } = record;
  const retry = useAction(client.shopfloor.deferred.retry, {
    done: () => t(($) => $.panel.retried),
  });
  if (!mayManage) return null;
  return (
    <>
      <Button variant="primary" busy={retry.busy} onPress={() => retry.run({ id })}>
        {t(($) => $.panel.retry)}
      </Button>
      <Button onPress={() => setAsking(true)}>{t(($) => $.panel.discard)}</Button>
      <ConfirmWithReason
        open={asking}
        onClose={() => setAsking(false)}
        title={t(($) => $.panel.discardTitle)}
        harm={t(($) => $.panel.discardHarm)}
        confirmLabel={t(($) => $.panel.discardConfirm)}
        describe={words}
        onConfirm={async (reason) => {
          await withProof(() => client.shopfloor.deferred.discard({ id, reason }));
          toast({ tone: 'success', title: t(($) => $.panel.discarded) });
          onClose();
        }}
      />
    </>
  );
}
