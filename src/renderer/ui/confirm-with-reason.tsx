import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/incident.ts';
import { Dialog } from './dialog.tsx';
import { DialogForm } from './dialog-form.tsx';
import { TextField } from './text-field.tsx';

/** What a {@link ConfirmWithReason} takes. */
export interface ConfirmWithReasonProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** Names the harm: what stops, what is lost, who is told. */
  readonly harm: ReactNode;
  /** The verb on the button, such as `End session`. */
  readonly confirmLabel: string;
  /**
   * Does it. While the promise runs the dialog waits; kept, it closes; broken, it stays open with
   * what was entered and shows the message of the error.
   */
  readonly onConfirm: (reason: string) => Promise<void> | void;
  /** Fewest characters of the reason; 5 unless told, 0 where none is asked for. */
  readonly minLength?: number;
  /** `false` while what must be read first is not there yet. */
  readonly ready?: boolean;
  /** A text to type as well, such as the name of what is deleted. */
  readonly typed?: string;
  /** Puts an error of `onConfirm` into words; its message is shown unless told. */
  readonly describe?: (failure: unknown) => ReactNode;
}

/** Asks before something that cannot be undone, and why. Answers go to the audit trail. */
export function ConfirmWithReason(props: ConfirmWithReasonProps) {
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      size="small"
      role="alertdialog"
      mustAnswer
    >
      <ConfirmForm {...props} />
    </Dialog>
  );
}

function ConfirmForm(props: ConfirmWithReasonProps) {
  const { harm, confirmLabel, onConfirm, onClose, minLength = 5, typed, ready = true } = props;
  const { t } = useTranslation('ui');
  const [reason, setReason] = useState('');
  const [repeated, setRepeated] = useState('');
  const complete =
    ready &&
    reason.trim().length >= minLength &&
    (typed === undefined || repeated.trim() === typed);
  return (
    <DialogForm
      complete={complete}
      confirmLabel={confirmLabel}
      variant="danger"
      onConfirm={() => onConfirm(reason.trim())}
      onClose={onClose}
      describe={props.describe ?? failureText}
    >
      <div>{harm}</div>
      {minLength > 0 && (
        <TextField
          label={t(($) => $.confirm.reason)}
          description={t(($) => $.confirm.reasonHint, { count: minLength })}
          rows={3}
          value={reason}
          onChange={setReason}
          isRequired
          autoFocus
        />
      )}
      {typed !== undefined && (
        <TextField
          label={t(($) => $.confirm.type, { text: typed })}
          value={repeated}
          onChange={setRepeated}
          autoComplete="off"
        />
      )}
    </DialogForm>
  );
}
