import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Time } from '#ui/time.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import styles from './parts.module.css';

/** A secret that is shown this once. */
export interface OnceShown {
  readonly title: string;
  /** What it is for and what to do with it. */
  readonly text: ReactNode;
  readonly secret: string;
  readonly expiresAt: string;
}

/** Shows a secret that nobody can read again; it closes only by its own button. */
export function SecretOnce({
  shown,
  onClose,
}: {
  readonly shown: OnceShown | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('identity');
  return (
    <Dialog
      open={shown !== null}
      onClose={onClose}
      title={shown?.title ?? ''}
      mustAnswer
      footer={
        <>
          {shown && <CopyButton text={shown.secret} />}
          <Button variant="primary" onPress={onClose}>
            {t(($) => $.once.done)}
          </Button>
        </>
      }
    >
      {shown && (
        <div className={styles.stack}>
          <p>{shown.text}</p>
          <code className={styles.secret} data-testid="secret">
            {shown.secret}
          </code>
          <Banner tone="warning">{t(($) => $.once.warning)}</Banner>
          <p className={styles.quiet}>
            {t(($) => $.once.until)} <Time at={shown.expiresAt} zone />
          </p>
        </div>
      )}
    </Dialog>
  );
}
