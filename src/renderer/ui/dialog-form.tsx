import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import styles from './dialog-form.module.css';

/** What a {@link DialogForm} takes. */
export interface DialogFormProps {
  /** Everything that is needed was entered. */
  readonly complete: boolean;
  /** The verb on the button. */
  readonly confirmLabel: string;
  /** `danger` where it harms something. */
  readonly variant?: 'primary' | 'danger';
  /** Does it; while the promise runs the dialog waits, kept it closes, broken it stays as it was filled in. */
  readonly onConfirm: () => Promise<unknown> | void;
  readonly onClose: () => void;
  /** Puts an error of `onConfirm` into words. */
  readonly describe: (failure: unknown) => ReactNode;
  /** What is asked. */
  readonly children: ReactNode;
}

/** The inside of a dialog that does one thing: what is asked, why it failed, and its buttons. */
export function DialogForm(props: DialogFormProps) {
  const { complete, confirmLabel, variant = 'primary', onConfirm, onClose, describe } = props;
  const { t } = useTranslation('ui');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  async function confirm(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!complete || busy) return;
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={(event) => void confirm(event)}>
      {props.children}
      {failure !== undefined && <Banner tone="error">{describe(failure)}</Banner>}
      <div className={styles.buttons}>
        <Button onPress={onClose}>{t(($) => $.dialog.cancel)}</Button>
        <Button type="submit" variant={variant} isDisabled={!complete} busy={busy}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
