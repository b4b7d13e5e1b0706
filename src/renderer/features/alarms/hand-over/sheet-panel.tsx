import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '#lib/core.ts';
import { useCan, useSignedIn } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { Banner } from '#ui/banner.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Time } from '#ui/time.tsx';
import styles from './hand-over.module.css';
import { Sheet } from './sheet.tsx';
import { SheetActions } from './sheet-actions.tsx';
import { Notes, type NotesProps } from './notes.tsx';
import { stageOf } from './stage.ts';

/** One hand-over: its sheet, its notes, who signed and who received it. */
export function SheetPanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation('alarmHandOver');
  const words = useErrorText();
  const [unsaved, setUnsaved] = useState(false);
  const { data, error } = useQuery(
    orpc.alarms.handOver.get.queryOptions({
      input: { id },
      meta: { topics: ['alarms.hand_overs'] },
    }),
  );
  return (
    <DetailPanel
      id="alarms.handOver"
      wide
      title={data ? t(($) => $.titleOf, { position: data.positionName }) : ''}
      onClose={onClose}
      {...(data && {
        actions: <SheetActions handOver={data} unsaved={unsaved} onRemoved={onClose} />,
      })}
    >
      <div className={styles.panel}>
        {error && <Banner tone="error">{words(error)}</Banner>}
        {!data && !error && <Skeleton lines={8} />}
        {data && <Content handOver={data} onUnsaved={setUnsaved} />}
      </div>
    </DetailPanel>
  );
}

function Content({ handOver, onUnsaved }: NotesProps) {
  const { t } = useTranslation('alarmHandOver');
  const may = useCan('alarm:acknowledge');
  const { userId } = useSignedIn();
  const stage = stageOf(handOver);
  const { shiftFrom, shiftTo, signedAt, signedFrom, signedByName, receivedAt, receivedByName } =
    handOver;
  return (
    <>
      {stage === 'signed' && (
        <Banner tone="info">
          {t(($) => (handOver.signedBy === userId ? $.waitsForOther : $.waits))}
        </Banner>
      )}
      <DescriptionList>
        <Description term={t(($) => $.field.stage)}>{t(($) => $.stage[stage])}</Description>
        <Description term={t(($) => $.field.shift)}>
          <Time at={shiftFrom} /> – <Time at={shiftTo} zone />
        </Description>
        <Description term={t(($) => $.field.createdBy)}>{handOver.createdByName}</Description>
        <Description term={t(($) => $.field.signedBy)}>
          {signedAt !== null && (
            <>
              {signedByName} · <Time at={signedAt} />
              {signedFrom !== null && ` · ${signedFrom}`}
            </>
          )}
        </Description>
        <Description term={t(($) => $.field.receivedBy)}>
          {receivedAt !== null && (
            <>
              {receivedByName} · <Time at={receivedAt} />
            </>
          )}
        </Description>
      </DescriptionList>
      {stage === 'draft' && may ? (
        <Notes handOver={handOver} onUnsaved={onUnsaved} />
      ) : (
        <section>
          <h3>{t(($) => $.notes)}</h3>
          <p className={styles.notes}>{handOver.notes || t(($) => $.noNotes)}</p>
        </section>
      )}
      <Sheet sheet={handOver.sheet} />
    </>
  );
}
