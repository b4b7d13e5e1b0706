import { useState } from 'react';
import type { ReactNode } from 'react';
import { useErrorText } from '#lib/use-error-text.ts';
import { Dialog } from './dialog.tsx';
import { DialogForm } from './dialog-form.tsx';
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
  const words = useErrorText();
  const [note, setNote] = useState('');
  return (
    <DialogForm
      complete={optional || note.trim() !== ''}
      confirmLabel={confirmLabel}
      onConfirm={() => onConfirm(note.trim())}
      onClose={onClose}
      describe={(failure) => describe?.(failure) ?? words(failure)}
    >
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
    </DialogForm>
  );
}
