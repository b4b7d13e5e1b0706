import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EstopEvent } from '#contract/shopfloor/estops.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { NoteDialog } from '#ui/note-dialog.tsx';
import { toast } from '#ui/toast-queue.ts';
import { DescribeDialog } from './describe-dialog.tsx';
import { placeOf } from './stop-looks.tsx';

/** What people may do about a stop; nothing here resets one. */
export function StopActions({ stop }: { readonly stop: EstopEvent }) {
  const { t } = useTranslation('safety');
  const mayAcknowledge = useCan('alarm:acknowledge');
  const [asking, setAsking] = useState<'acknowledge' | 'describe' | 'meant' | null>(null);
  const close = (): void => setAsking(null);
  const danger = stop.type === 'emergency_stop';
  const zone = placeOf(stop);
  return (
    <>
      {danger && stop.acknowledgedAt === null && mayAcknowledge && (
        <Button variant="primary" onPress={() => setAsking('acknowledge')}>
          {t(($) => $.act.acknowledge)}
        </Button>
      )}
      {mayAcknowledge && (
        <Button onPress={() => setAsking('describe')}>{t(($) => $.act.describe)}</Button>
      )}
      {!danger && stop.resetAt === null && (
        <Button variant="danger" onPress={() => setAsking('meant')}>
          {t(($) => $.act.meant)}
        </Button>
      )}
      <NoteDialog
        open={asking === 'acknowledge'}
        onClose={close}
        title={t(($) => $.act.acknowledgeTitle, { zone })}
        text={t(($) => $.act.acknowledgeText)}
        label={t(($) => $.act.note)}
        confirmLabel={t(($) => $.act.acknowledgeConfirm)}
        optional
        onConfirm={async (note) => {
          await withProof(() =>
            client.shopfloor.estops.acknowledge({ id: stop.id, note: note === '' ? null : note }),
          );
          toast({ tone: 'success', title: t(($) => $.act.acknowledged, { zone }) });
        }}
      />
      <DescribeDialog open={asking === 'describe'} onClose={close} stop={stop} />
      <ConfirmWithReason
        open={asking === 'meant'}
        onClose={close}
        title={t(($) => $.act.meantTitle)}
        harm={t(($) => $.act.meantHarm, { zone })}
        confirmLabel={t(($) => $.act.meantConfirm)}
        minLength={0}
        onConfirm={async () => {
          await client.shopfloor.estops.declareReal({ id: stop.id });
          toast({ tone: 'success', title: t(($) => $.act.declared) });
        }}
      />
    </>
  );
}
