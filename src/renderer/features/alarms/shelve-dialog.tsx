import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Banner } from '#ui/banner.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { DialogForm } from '#ui/dialog-form.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { TextField } from '#ui/text-field.tsx';
import { shelvingChoices } from './shelving-choices.ts';

/** What a person wants of a shelving. */
export interface ShelvingWish {
  readonly seconds: number;
  readonly oneShot: boolean;
  readonly reason: string;
}

/** What a {@link ShelveDialog} takes. */
export interface ShelveDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The alarms that were chosen; what may not be shelved is named before it is tried. */
  readonly alarms: readonly Alarm[];
  readonly onConfirm: (wish: ShelvingWish) => Promise<unknown>;
}

/** Asks for how long and why alarms are set aside. */
export function ShelveDialog(props: ShelveDialogProps) {
  const { t } = useTranslation('alarmActions');
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t(($) => $.shelve.title, { count: props.alarms.length })}
      size="small"
      mustAnswer
    >
      <ShelveForm {...props} />
    </Dialog>
  );
}

function ShelveForm({ alarms, onConfirm, onClose }: ShelveDialogProps) {
  const { t } = useTranslation('alarmActions');
  const { span } = useFormats();
  const words = useErrorText();
  const { choices, never } = shelvingChoices(alarms);
  const [chosen, setSeconds] = useState<number | null>(null);
  const [oneShot, setOneShot] = useState(false);
  const [reason, setReason] = useState('');
  const seconds = chosen ?? choices[0] ?? 0;
  return (
    <DialogForm
      complete={choices.length > 0 && reason.trim().length >= 3}
      confirmLabel={t(($) => $.shelve.confirm)}
      onConfirm={() => onConfirm({ seconds, oneShot, reason: reason.trim() })}
      onClose={onClose}
      describe={words}
    >
      <p>{t(($) => $.shelve.text)}</p>
      {never > 0 && (
        <Banner tone="warning">
          {t(($) => (choices.length > 0 ? $.shelve.never : $.shelve.neverAny), { count: never })}
        </Banner>
      )}
      {choices.length > 0 && (
        <SegmentedControl
          label={t(($) => $.shelve.duration)}
          options={choices.map((value) => ({ value: String(value), label: span(value * 1000) }))}
          value={String(seconds)}
          onChange={(value) => setSeconds(Number(value))}
        />
      )}
      <Checkbox isSelected={oneShot} onChange={setOneShot}>
        {t(($) => $.shelve.oneShot)}
      </Checkbox>
      <TextField
        label={t(($) => $.shelve.reason)}
        rows={2}
        value={reason}
        onChange={setReason}
        isRequired
        maxLength={500}
        autoFocus
      />
    </DialogForm>
  );
}
