import { IdCard } from 'lucide-react';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isCoreError } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useRefusalText } from '../machines/use-refusal-text.ts';
import styles from './station-screen.module.css';
import type { ShownBadge } from './use-station-badge.ts';

/** What a person gave: the badge, its PIN, and words. */
export interface StationProof {
  readonly badge: ShownBadge['badge'];
  readonly pin: string;
  readonly note: string;
}

/** What a {@link ProofDialog} takes. */
export interface ProofDialogProps {
  readonly title: string;
  readonly noteLabel: string;
  /** Fewest characters of the note; 0 where it may be left out. */
  readonly noteLength: number;
  /** The badge that was shown last since the dialog opened. */
  readonly shown: ShownBadge | null;
  readonly onClose: () => void;
  readonly onConfirm: (proof: StationProof) => Promise<unknown>;
}

/** Asks for the badge and PIN of whoever may do something; nobody is signed in by that. */
export function ProofDialog(props: ProofDialogProps) {
  return (
    <Dialog open onClose={props.onClose} title={props.title} size="small" mustAnswer>
      <ProofForm {...props} />
    </Dialog>
  );
}

function ProofForm({ noteLabel, noteLength, shown, onClose, onConfirm }: ProofDialogProps) {
  const { t } = useTranslation(['machineUse', 'ui']);
  const words = useProofErrors();
  const [pin, setPin] = useState('');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const complete = shown !== null && pin.length >= 6 && note.trim().length >= noteLength;

  async function confirm(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!complete || busy) return;
    setBusy(true);
    try {
      await onConfirm({ badge: shown.badge, pin, note: note.trim() });
      onClose();
    } catch (error) {
      setFailure(error);
      setPin('');
      setBusy(false);
    }
  }

  return (
    <form className={styles.proof} onSubmit={(event) => void confirm(event)}>
      <p>{t(($) => $.station.proofText)}</p>
      <p className={styles.badge} role="status">
        <IdCard aria-hidden="true" />
        {t(
          ($) =>
            shown === null
              ? $.station.badgeMissing
              : shown.lastFour === null
                ? $.station.badgeRead
                : $.station.badgeLast,
          { lastFour: shown?.lastFour ?? '' },
        )}
      </p>
      <PasswordField
        label={t(($) => $.station.pin)}
        value={pin}
        onChange={setPin}
        autoComplete="off"
        inputMode="numeric"
      />
      <TextField
        label={noteLabel}
        value={note}
        onChange={setNote}
        rows={2}
        isRequired={noteLength > 0}
        maxLength={500}
      />
      {failure !== undefined && <Banner tone="error">{words(failure)}</Banner>}
      <div className={styles.buttons}>
        <Button onPress={onClose}>{t(($) => $.dialog.cancel, { ns: 'ui' })}</Button>
        <Button type="submit" variant="primary" isDisabled={!complete} busy={busy}>
          {t(($) => $.station.confirm)}
        </Button>
      </div>
    </form>
  );
}

/** Why badge and PIN did not do it, in words. */
function useProofErrors(): (error: unknown) => string {
  const { t } = useTranslation('machineUse');
  const refused = useRefusalText();
  const words = useErrorText();
  return (error) => {
    if (isCoreError(error) && error.code === 'SIGN_IN_REFUSED')
      return t(($) => $.station.signInRefused);
    if (isCoreError(error) && error.code === 'FORBIDDEN') return t(($) => $.station.forbidden);
    if (isCoreError(error) && error.code === 'CHECK_NOT_DUE') return t(($) => $.check.notDue);
    return refused(error) ?? words(error);
  };
}
