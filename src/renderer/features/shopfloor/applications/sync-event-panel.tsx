import { useQuery } from '@tanstack/react-query';
import { Check, RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncAttempt, SyncEvent } from '#contract/shopfloor/sync.ts';
import { client, orpc } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Time } from '#ui/time.tsx';
import { Timeline } from '#ui/timeline.tsx';
import { toast } from '#ui/toast-queue.ts';
import { useAction } from '#ui/use-action.ts';
import panel from '../machines/machine-panel.module.css';
import styles from './applications.module.css';
import { stateOf, SyncState, useTypeName } from './sync-words.tsx';

/** What a {@link SyncEventPanel} takes. */
export interface SyncEventPanelProps {
  readonly event: SyncEvent;
  readonly onClose: () => void;
}

/** One event: what it says, and what every attempt to deliver it answered. */
export function SyncEventPanel({ event, onClose }: SyncEventPanelProps) {
  const { t } = useTranslation('applications');
  const typeName = useTypeName();
  const { data } = useQuery(
    orpc.shopfloor.sync.events.get.queryOptions({
      input: { id: event.id },
      meta: { topics: ['shopfloor.sync_events'] },
    }),
  );
  const mayAct = event.status === 'failed' && event.sourceApp === 'signalbox';
  return (
    <DetailPanel
      id="shopfloor.sync-event"
      title={typeName(event.eventType)}
      aside={<SyncState event={event} t={t} />}
      onClose={onClose}
      {...(mayAct && { actions: <Actions event={event} /> })}
    >
      <Facts event={event} />
      <section>
        <h3 className={panel.heading}>{t(($) => $.field.payload)}</h3>
        <pre className={styles.payload} tabIndex={0} aria-label={t(($) => $.field.payload)}>
          {data && JSON.stringify(data.payload, null, 2)}
        </pre>
      </section>
      <section>
        <h3 className={panel.heading}>{t(($) => $.field.attempts)}</h3>
        {data?.attempts.length === 0 && (
          <p className={panel.quiet}>{t(($) => $.events.noAttempts)}</p>
        )}
        {data && data.attempts.length > 0 && <Attempts attempts={data.attempts} />}
      </section>
    </DetailPanel>
  );
}

function Facts({ event }: { readonly event: SyncEvent }) {
  const { t } = useTranslation('applications');
  return (
    <DescriptionList>
      <Description term={t(($) => $.field.from)}>{event.sourceApp}</Description>
      <Description term={t(($) => $.field.to)}>{event.targetApp}</Description>
      <Description term={t(($) => $.field.created)}>
        <Time at={event.createdAt} show="both" zone />
      </Description>
      <Description term={t(($) => $.field.processed)}>
        {event.processedAt && <Time at={event.processedAt} show="both" zone />}
      </Description>
      <Description term={t(($) => $.field.next)}>
        {event.nextAttemptAt && <Time at={event.nextAttemptAt} show="both" zone />}
      </Description>
      <Description term={t(($) => $.field.discarded)}>
        {event.discardedAt && <Time at={event.discardedAt} show="both" zone />}
      </Description>
      <Description term={t(($) => $.field.error)}>{event.errorMessage}</Description>
      <Description term={t(($) => $.field.resource)}>
        {`${event.resourceType} ${event.resourceId ?? ''}`.trim()}
      </Description>
      <Description term={t(($) => $.field.key)}>
        <code>{event.eventId}</code>
      </Description>
    </DescriptionList>
  );
}

function Attempts({ attempts }: { readonly attempts: readonly SyncAttempt[] }) {
  const { t } = useTranslation('applications');
  return (
    <Timeline
      entries={attempts.toReversed().map(({ id, at, durationMs, httpStatus, answer, error }) => ({
        id,
        at,
        title:
          httpStatus === null
            ? t(($) => $.attempt.unanswered)
            : t(($) => $.attempt.answered, { status: httpStatus }),
        detail: [error, answer, t(($) => $.attempt.took, { ms: durationMs })]
          .filter((part) => part !== null && part !== '')
          .join(' · '),
        icon: error === null ? <Check aria-hidden="true" /> : <X aria-hidden="true" />,
      }))}
    />
  );
}

function Actions({ event }: { readonly event: SyncEvent }) {
  const { t } = useTranslation('applications');
  const words = useErrorText();
  const [asked, ask] = useState(false);
  const ids = [event.id];
  const { busy, run } = useAction(client.shopfloor.sync.events.retry, {
    done: ({ count }) => t(($) => $.events.retried, { count }),
  });
  return (
    <>
      <Button icon={<RotateCw aria-hidden="true" />} busy={busy} onPress={() => run({ ids })}>
        {t(($) => $.events.retry)}
      </Button>
      {stateOf(event) === 'failed' && (
        <Button onPress={() => ask(true)}>{t(($) => $.events.discard)}</Button>
      )}
      <ConfirmWithReason
        open={asked}
        onClose={() => ask(false)}
        title={t(($) => $.events.discardTitle)}
        harm={t(($) => $.events.discardHarm, { name: event.targetApp ?? '' })}
        confirmLabel={t(($) => $.events.discardConfirm)}
        describe={words}
        onConfirm={async (reason) => {
          await withProof(() => client.shopfloor.sync.events.discard({ ids, reason }));
          toast({ tone: 'success', title: t(($) => $.events.discarded) });
        }}
      />
    </>
  );
}
