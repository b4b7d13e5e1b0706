import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EstopDrill } from '#contract/shopfloor/drills.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { NoteDialog } from '#ui/note-dialog.tsx';
import { Time } from '#ui/time.tsx';
import { toast } from '#ui/toast-queue.ts';
import { DrillBadge, drillPlace } from './drill-looks.tsx';
import { useDrillRefusal } from './use-drill-refusal.ts';

/** What a {@link DrillPanel} takes. */
export interface DrillPanelProps {
  /** The drill as it was when it was opened; followed from then on. */
  readonly drill: EstopDrill;
  readonly onChange: (drill: EstopDrill) => void;
  readonly onClose: () => void;
}

/** One drill: how it went, and what may be done with it. */
export function DrillPanel({ drill: opened, onChange, onClose }: DrillPanelProps) {
  const { t } = useTranslation('safety');
  const drill = useDrill(opened);
  return (
    <DetailPanel
      id="shopfloor.drill"
      title={drillPlace(drill)}
      aside={<DrillBadge drill={drill} />}
      onClose={onClose}
      actions={<Actions drill={drill} onChange={onChange} />}
    >
      {drill.status === 'running' && drill.trippedAt === null && (
        <Banner tone="warning">{t(($) => $.drills.running)}</Banner>
      )}
      <Facts drill={drill} />
    </DetailPanel>
  );
}

/** The drill as it is now: the day's list is small, and follows changes. */
function useDrill(opened: EstopDrill): EstopDrill {
  const at = Date.parse(opened.plannedFor);
  const from = new Date(at).toISOString();
  const to = new Date(at + 1000).toISOString();
  const { data } = useQuery({
    queryKey: ['shopfloor.drills', 'one', opened.id, opened.version],
    queryFn: ({ signal }) => client.shopfloor.drills.list({ from, to, limit: 500 }, { signal }),
    meta: { topics: ['shopfloor.estop_drills', 'shopfloor.estop_events'] },
  });
  return data?.rows.find(({ id }) => id === opened.id) ?? opened;
}

function Facts({ drill }: { readonly drill: EstopDrill }) {
  const { t } = useTranslation('safety');
  const { machinesRunning, machinesLocked, slowestMs, trippedAt, endsAt, finishedAt } = drill;
  return (
    <DescriptionList>
      <Description term={t(($) => $.field.node)}>{drill.node.nodeId}</Description>
      <Description term={t(($) => $.field.area)}>{drill.area?.name}</Description>
      <Description term={t(($) => $.field.planned)}>
        <Time at={drill.plannedFor} show="both" zone />
      </Description>
      <Description term={t(($) => $.field.plannedBy)}>{drill.plannedBy}</Description>
      <Description term={t(($) => $.field.allowed)}>
        {drill.allowedSeconds} {t(($) => $.drills.seconds)}
      </Description>
      <Description term={t(($) => $.field.startedBy)}>{drill.startedBy}</Description>
      {drill.status === 'running' && endsAt !== null && (
        <Description term={t(($) => $.field.ends)}>
          <Time at={endsAt} />
        </Description>
      )}
      <Description term={t(($) => $.field.tripped)}>
        {trippedAt === null ? null : <Time at={trippedAt} />}
      </Description>
      <Description term={t(($) => $.field.locked)}>
        {machinesRunning === null ? null : `${machinesLocked}/${machinesRunning}`}
      </Description>
      <Description term={t(($) => $.field.slowest)}>
        {slowestMs === null ? null : `${slowestMs} ms`}
      </Description>
      <Description term={t(($) => $.field.finished)}>
        {finishedAt === null ? null : <Time at={finishedAt} />}
      </Description>
      <Description term={t(($) => $.field.note)}>{drill.note}</Description>
    </DescriptionList>
  );
}

function Actions({ drill, onChange }: Pick<DrillPanelProps, 'drill' | 'onChange'>) {
  const { t } = useTranslation('safety');
  const mayManage = useCan('node:manage');
  const refused = useDrillRefusal();
  const words = useErrorText();
  const [asking, setAsking] = useState<'start' | 'cancel' | 'note' | null>(null);
  const close = (): void => setAsking(null);
  const zone = drillPlace(drill);
  const open = drill.status === 'planned' || drill.status === 'running';
  if (!mayManage) return null;
  return (
    <>
      {drill.status === 'planned' && (
        <Button variant="primary" onPress={() => setAsking('start')}>
          {t(($) => $.drills.start)}
        </Button>
      )}
      {open && <Button onPress={() => setAsking('cancel')}>{t(($) => $.drills.cancel)}</Button>}
      {!open && <Button onPress={() => setAsking('note')}>{t(($) => $.drills.noteAction)}</Button>}
      <ConfirmWithReason
        open={asking === 'start'}
        onClose={close}
        title={t(($) => $.drills.startTitle, { zone })}
        harm={t(($) => $.drills.startHarm)}
        confirmLabel={t(($) => $.drills.startConfirm)}
        minLength={0}
        describe={(failure) => refused(failure) ?? words(failure)}
        onConfirm={async () => {
          onChange(await withProof(() => client.shopfloor.drills.start({ id: drill.id })));
          toast({ tone: 'success', title: t(($) => $.drills.started) });
        }}
      />
      <NoteDialog
        open={asking === 'cancel'}
        onClose={close}
        title={t(($) => $.drills.cancelTitle, { zone })}
        text={t(($) => $.drills.cancelText)}
        label={t(($) => $.drills.why)}
        confirmLabel={t(($) => $.drills.cancelConfirm)}
        describe={refused}
        onConfirm={async (note) => {
          onChange(await withProof(() => client.shopfloor.drills.cancel({ id: drill.id, note })));
          toast({ tone: 'success', title: t(($) => $.drills.cancelled) });
        }}
      />
      <NoteDialog
        open={asking === 'note'}
        onClose={close}
        title={t(($) => $.drills.noteTitle)}
        text={drill.note}
        label={t(($) => $.field.note)}
        confirmLabel={t(($) => $.act.save)}
        onConfirm={async (note) => {
          const { id, version } = drill;
          onChange(await withProof(() => client.shopfloor.drills.note({ id, version, note })));
          toast({ tone: 'success', title: t(($) => $.drills.noted) });
        }}
      />
    </>
  );
}
