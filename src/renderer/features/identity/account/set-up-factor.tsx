import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { useAction } from '#ui/use-action.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/text-field.tsx';
import { FormStack } from '../sign-in/form-stack.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import styles from './account.module.css';
import { qrPath } from './qr-path.ts';

/** What a {@link SetUpFactor} takes. */
export interface SetUpFactorProps {
  /** What the authenticator app needs; null while nothing is being set up. */
  readonly started: { readonly uri: string; readonly secret: string } | null;
  readonly onClose: () => void;
  /** The factor is on; these are its recovery codes. */
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}

/** Sets up a second factor: scan the code with an authenticator app, then type what the app shows. */
export function SetUpFactor({ started, onClose, onDone }: SetUpFactorProps) {
  const { t } = useTranslation('account');
  return (
    <Dialog
      open={started !== null}
      onClose={onClose}
      title={t(($) => $.mfa.setUpTitle)}
      size="small"
      mustAnswer
    >
      {started && <Confirm uri={started.uri} secret={started.secret} onDone={onDone} />}
    </Dialog>
  );
}

function Confirm(props: {
  readonly uri: string;
  readonly secret: string;
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}) {
  const { uri, secret, onDone } = props;
  const { t } = useTranslation('account');
  const words = useIdentityWords();
  const [code, setCode] = useState('');
  const { busy, run } = useAction(client.identity.account.confirmMfa, {
    done: () => t(($) => $.mfa.turnedOn),
    onDone: ({ recoveryCodes }) => onDone(recoveryCodes),
    refused: words,
  });
  const complete = /^\d{6}$/u.test(code);
  return (
    <FormStack onSend={() => complete && run({ code })}>
      <p>{t(($) => $.mfa.scan)}</p>
      <QrCode text={uri} label={t(($) => $.mfa.qr)} />
      <p className={styles.quiet}>
        {t(($) => $.mfa.byHand)} <code className={styles.secret}>{secret}</code>
      </p>
      <TextField
        label={t(($) => $.mfa.code)}
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        autoFocus
      />
      <Button type="submit" variant="primary" busy={busy} isDisabled={!complete}>
        {t(($) => $.mfa.confirm)}
      </Button>
    </FormStack>
  );
}

/** Black on white in every theme, because many scanners read no light codes on dark ground. */
function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, size } = qrPath(text);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={styles.qr}
    >
      <path d={path} fill="#000000" />
    </svg>
  );
}
