import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserDetail } from '#contract/identity/users.ts';
import { useAction } from '#ui/use-action.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { FormStack } from '../sign-in/form-stack.tsx';
import styles from '../parts/parts.module.css';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { useRecordChange } from './use-record-change.ts';

const pinForm = /^\d{6,12}$/u;

/** What a {@link PinDialog} takes. */
export interface PinDialogProps {
  readonly open: boolean;
  readonly user: UserDetail;
  readonly onClose: () => void;
}

/** Sets or clears somebody else's PIN; their count of wrong tries starts anew. */
export function PinDialog({ open, user, onClose }: PinDialogProps) {
  const { t } = useTranslation('users');
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t(($) => $.pin.title, { name: user.fullName })}
      size="small"
      mustAnswer
    >
      <PinForm user={user} onClose={onClose} />
    </Dialog>
  );
}

function PinForm({ user, onClose }: Omit<PinDialogProps, 'open'>) {
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const change = useRecordChange(user.id);
  const [pin, setPin] = useState('');
  const { busy, run } = useAction(
    (next: string | null) => change((users) => users.setPin({ id: user.id, pin: next })),
    { done: () => t(($) => $.pin.done, { name: user.fullName }), onDone: onClose, refused: words },
  );
  const valid = pinForm.test(pin);
  return (
    <FormStack onSend={() => valid && run(pin)}>
      <p>{t(($) => $.pin.text)}</p>
      <PasswordField
        label={t(($) => $.field.pin)}
        description={t(($) => $.pin.hint)}
        value={pin}
        onChange={setPin}
        inputMode="numeric"
        autoComplete="off"
        maxLength={12}
        autoFocus
      />
      <div className={styles.right}>
        {user.pinSet && (
          <Button onPress={() => run(null)} busy={busy}>
            {t(($) => $.pin.clear)}
          </Button>
        )}
        <Button type="submit" variant="primary" busy={busy} isDisabled={!valid}>
          {t(($) => $.pin.set)}
        </Button>
      </div>
    </FormStack>
  );
}
