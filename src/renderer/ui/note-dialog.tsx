import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '#lib/use-error-text.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import styles from './confirm-with-reason.module.css';
import { Dialog } from './dialog.tsx';
import { TextField } from './text-field.tsx';

/** What a {@link NoteDialog} takes. */
export interface NoteDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What the note is for. */
  readonly text: ReactNode;
  /** Names the entry. */
  readonly label: string;
  readonly confirmLabel: string;
  /** Whether it may be left empty. */
  readonly optional?: boolean;
  /** Does it; while the promise runs the dialog waits, kept it closes, broken it stays with the note. */
  readonly onConfirm: (note: string) => Promise<unknown>;
  /** Puts a refusal of `onConfirm` into words; the common texts otherwise. */
  readonly describe?: (failure: unknown) => string | undefined;
}

/** Asks for a note that goes with what a person does. */
export function NoteDialog(props: NoteDialogProps) {
  const { open, onClose, title } = props;
  return (
    <Dialog open={open} onClose={onClose} title={title} size="small" mustAnswer>
      <NoteForm {...props} />
    </Dialog>
  );
}

function NoteForm(props: NoteDialogProps) {
  const { text, label, confirmLabel, optional = false, onConfirm, onClose, describe } = props;
  const { t } = useTranslation('ui');
  const words = useErrorText();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const complete = optional || note.trim() !== '';

  async function confirm(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!complete || busy) return;
    setBusy(true);
    try {
      await onConfirm(note.trim());
      onClose();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={(event) => void confirm(event)}>
      <div>{text}</div>
      <TextField
        label={label}
        rows={3}
        value={note}
        onChange={setNote}
        isRequired={!optional}
        maxLength={500}
        autoFocus
      />
      {failure !== undefined && (
        <Banner tone="error">{describe?.(failure) ?? words(failure)}</Banner>
      )}
      <div className={styles.buttons}>
        <Button onPress={onClose}>{t(($) => $.dialog.cancel)}</Button>
        <Button type="submit" variant="primary" isDisabled={!complete} busy={busy}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
