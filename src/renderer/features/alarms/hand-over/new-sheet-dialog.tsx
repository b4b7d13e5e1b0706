import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, orpc } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Dialog } from '#ui/dialog.tsx';
import { DialogForm } from '#ui/dialog-form.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { Select } from '#ui/select.tsx';

const HOUR_MS = 3_600_000;

/** Begins the sheet of a shift that ends now. */
export function NewSheetDialog({
  onClose,
  onMade,
}: {
  readonly onClose: () => void;
  readonly onMade: (id: string) => void;
}) {
  const { t } = useTranslation('alarmHandOver');
  const words = useErrorText();
  const positions = useQuery(orpc.alarms.positions.list.queryOptions()).data ?? [];
  const mine = useQuery(orpc.alarms.positions.mine.queryOptions()).data?.id ?? null;
  const [chosen, setChosen] = useState<string | null>(null);
  const [hours, setHours] = useState(8);
  const positionId = chosen ?? mine;

  async function begin(): Promise<void> {
    if (positionId === null) return;
    const now = Date.now();
    const made = await withProof(() =>
      client.alarms.handOver.create({
        positionId,
        shiftFrom: new Date(now - hours * HOUR_MS).toISOString(),
        shiftTo: new Date(now).toISOString(),
      }),
    );
    onMade(made.id);
  }

  return (
    <Dialog open onClose={onClose} title={t(($) => $.begin.title)} size="small" mustAnswer>
      <DialogForm
        complete={positionId !== null && hours > 0}
        confirmLabel={t(($) => $.begin.confirm)}
        onClose={onClose}
        onConfirm={begin}
        describe={words}
      >
        <Select
          label={t(($) => $.field.position)}
          value={positionId}
          onChange={setChosen}
          options={positions.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <NumberField
          label={t(($) => $.begin.hours)}
          description={t(($) => $.begin.hoursHint)}
          minValue={1}
          maxValue={24}
          value={hours}
          onChange={setHours}
        />
      </DialogForm>
    </Dialog>
  );
}
