import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutOfServiceOrder } from '#contract/alarms/overlays.ts';
import { client, isCoreError } from '#lib/core.ts';
import { useCan, useSignedIn } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { NoteDialog } from '#ui/note-dialog.tsx';
import { useAlarmWords } from '../alarm-words.ts';

type Step = 'approve' | 'reject' | 'withdraw' | 'return';

/** What the person may do with an order: who asked for it never approves it. */
function stepsFor(
  { status, requestedBy }: OutOfServiceOrder,
  person: { readonly userId: string; readonly configures: boolean; readonly operates: boolean },
): Step[] {
  const own = requestedBy === person.userId;
  if (status === 'approved') return person.operates ? ['return'] : [];
  if (status !== 'requested') return [];
  if (own) return person.operates ? ['withdraw'] : [];
  return person.configures ? ['approve', 'reject'] : [];
}

/** Approves, rejects, takes back or ends an order, each with a note. */
export function OrderActions({ order }: { readonly order: OutOfServiceOrder }) {
  const { t } = useTranslation('alarmsAside');
  const { title } = useAlarmWords();
  const { userId } = useSignedIn();
  const configures = useCan('alarm:configure');
  const operates = useCan('alarm:acknowledge');
  const [asking, setAsking] = useState<Step | null>(null);

  async function confirm(note: string): Promise<void> {
    if (asking === null) return;
    const { id, version } = order;
    const input = { id, version, ...(note !== '' && { note }) };
    await withProof(() => client.alarms.outOfService[asking](input));
  }

  return (
    <>
      {stepsFor(order, { userId, configures, operates }).map((step) => (
        <Button key={step} onPress={() => setAsking(step)}>
          {t(($) => $.step[step])}
        </Button>
      ))}
      <NoteDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={asking === null ? '' : t(($) => $.step[asking])}
        text={`${title(order)} · ${order.sourceName}`}
        label={t(($) => $.note)}
        optional
        confirmLabel={asking === null ? '' : t(($) => $.step[asking])}
        describe={(failure) =>
          isCoreError(failure) && failure.code === 'OWN_REQUEST'
            ? t(($) => $.ownRequest)
            : undefined
        }
        onConfirm={confirm}
      />
    </>
  );
}
