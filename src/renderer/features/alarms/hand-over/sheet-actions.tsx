import { Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandOver } from '#contract/alarms/hand-over.ts';
import { client } from '#lib/core.ts';
import { printPage } from '#lib/print-page.ts';
import { useCan, useSignedIn } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { useAction } from '#ui/use-action.ts';
import styles from './hand-over.module.css';
import { stageOf } from './stage.ts';
import { useHandOverWords } from './use-hand-over-words.ts';

/** Signs, receives, prints or throws away; signing and receiving ask for a fresh proof. */
export function SheetActions({
  handOver,
  unsaved,
  onRemoved,
}: {
  readonly handOver: HandOver;
  /** Notes are entered that are not saved: what is signed must hold them. */
  readonly unsaved: boolean;
  readonly onRemoved: () => void;
}) {
  const { t } = useTranslation('alarmHandOver');
  const may = useCan('alarm:acknowledge');
  const { userId } = useSignedIn();
  const refused = useHandOverWords();
  const [removing, setRemoving] = useState(false);
  const { id, version } = handOver;
  const given = { id, version };
  const stage = stageOf(handOver);
  const sign = useAction(client.alarms.handOver.sign, { done: () => t(($) => $.signed), refused });
  const receive = useAction(client.alarms.handOver.receive, {
    done: () => t(($) => $.received),
    refused,
  });
  return (
    <>
      <Button icon={<Printer aria-hidden />} onPress={printPage}>
        {t(($) => $.print)}
      </Button>
      {may && stage === 'draft' && (
        <>
          <Button onPress={() => setRemoving(true)}>{t(($) => $.remove.button)}</Button>
          <Button
            variant="primary"
            busy={sign.busy}
            isDisabled={unsaved}
            onPress={() => sign.run(given)}
          >
            {t(($) => $.sign)}
          </Button>
          {unsaved && <p className={styles.quiet}>{t(($) => $.saveFirst)}</p>}
        </>
      )}
      {may && stage === 'signed' && handOver.signedBy !== userId && (
        <Button variant="primary" busy={receive.busy} onPress={() => receive.run(given)}>
          {t(($) => $.receive)}
        </Button>
      )}
      <ConfirmWithReason
        open={removing}
        onClose={() => setRemoving(false)}
        title={t(($) => $.remove.title)}
        harm={t(($) => $.remove.harm)}
        confirmLabel={t(($) => $.remove.button)}
        minLength={0}
        onConfirm={async () => {
          await withProof(() => client.alarms.handOver.remove(given));
          onRemoved();
        }}
      />
    </>
  );
}
